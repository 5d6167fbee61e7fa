import { onTestFinished } from "vitest";
import {
  messagePageSchema,
  overviewSchema,
  problemSchema,
  sessionSchema,
  type MessagePage,
  type Overview,
  type Problem,
  type Session,
} from "../../shared/api.ts";

export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** What a browser does, as far as the server sees it: one cookie, one token. */
export class TestClient {
  readonly url: string;
  cookie: string | undefined;
  csrfToken = "";
  /** The last `set-cookie` header. */
  setCookie: string | undefined;

  constructor(url: string) {
    this.url = url;
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookie !== undefined && !headers.has("cookie")) headers.set("cookie", this.cookie);
    const response = await fetch(new URL(path, this.url), { redirect: "manual", ...init, headers });
    const setCookie = response.headers.get("set-cookie");
    if (setCookie !== null) {
      this.setCookie = setCookie;
      this.cookie = setCookie.split(";", 1)[0];
    }
    return response;
  }

  async session(): Promise<Session> {
    const response = await this.fetch("/api/session");
    const session = sessionSchema.parse(await response.json());
    this.csrfToken = session.csrfToken;
    return session;
  }

  /** Asks for a token if there is none, then sends the form. */
  async postSession(credentials: unknown, headers: Record<string, string> = {}): Promise<Response> {
    if (this.csrfToken === "") await this.session();
    return this.fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": this.csrfToken, ...headers },
      body: JSON.stringify(credentials),
    });
  }

  async signIn(credentials: Credentials): Promise<Session> {
    const response = await this.postSession(credentials);
    if (!response.ok) throw new Error(`sign-in failed: ${response.status} ${await response.text()}`);
    const session = sessionSchema.parse(await response.json());
    this.csrfToken = session.csrfToken;
    return session;
  }

  signOut(headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch("/api/session", {
      method: "DELETE",
      headers: { "x-csrf-token": this.csrfToken, ...headers },
    });
  }

  async overview(): Promise<Overview> {
    return overviewSchema.strict().parse(await (await this.fetch("/api/overview")).json());
  }

  async messages(query: Record<string, string> = {}): Promise<MessagePage> {
    const response = await this.fetch(`/api/messages?${new URLSearchParams(query)}`);
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return messagePageSchema.strict().parse(await response.json());
  }

  /** A request that has to fail. */
  async problem(path: string, init?: RequestInit): Promise<Problem & { status: number }> {
    return readProblem(await this.fetch(path, init));
  }

  /** The events of the overview, until the stream ends or the test does. */
  async *events(): AsyncGenerator<StreamEvent> {
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const response = await this.fetch("/api/overview/events", { signal: abort.signal });
    if (!response.ok || response.body === null)
      throw new Error(`${response.status} ${await response.text()}`);
    try {
      let text = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        text += chunk;
        const frames = text.split("\n\n");
        text = frames.pop() ?? "";
        yield* frames.flatMap(readFrame);
      }
    } finally {
      abort.abort();
    }
  }
}

export async function readProblem(response: Response): Promise<Problem & { status: number }> {
  const type = response.headers.get("content-type");
  if (type?.startsWith("application/problem+json") !== true)
    throw new Error(`no problem: ${response.status} ${type}`);
  return { ...problemSchema.strict().parse(await response.json()), status: response.status };
}

function readFrame(frame: string): StreamEvent[] {
  const match = /^event: (.+)\ndata: (.+)$/.exec(frame);
  return match ? [{ event: match[1] ?? "", data: JSON.parse(match[2] ?? "") as unknown }] : [];
}
