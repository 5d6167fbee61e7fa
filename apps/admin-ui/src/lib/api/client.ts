import type { z } from "zod";
import {
  messagePageSchema,
  sessionSchema,
  type MessagePage,
  type MessageSource,
  type Session,
  type SignInRequest,
} from "#shared/api.ts";
import { ApiProblem, problemFromBody } from "./api-problem.ts";

export interface MessagesQuery {
  source: MessageSource;
  filter: string;
  limit: number;
  cursor: string | null;
}

export interface ApiClientOptions {
  /** The `fetch` to use; the browser's own by default. */
  fetch?: typeof globalThis.fetch;
}

export interface ApiClient {
  getSession(): Promise<Session>;
  signIn(request: SignInRequest): Promise<Session>;
  signOut(): Promise<void>;
  getMessages(query: MessagesQuery, signal?: AbortSignal): Promise<MessagePage>;
  /** Called whenever the server says that nobody is signed in. Returns the function that ends it. */
  onSignedOut(listener: () => void): () => void;
}

interface Call {
  method: "GET" | "POST" | "DELETE";
  path: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Whether a rejection only says that somebody called `abort()`. */
export function isAbort(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === "AbortError";
}

export function createApiClient(options: ApiClientOptions = {}): ApiClient {
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const signedOutListeners = new Set<() => void>();
  let csrfToken: string | undefined;

  async function send(call: Call): Promise<Response> {
    const headers = new Headers({ accept: "application/json" });
    if (call.method !== "GET" && csrfToken !== undefined) headers.set("x-csrf-token", csrfToken);
    const init: RequestInit = { method: call.method, headers, credentials: "same-origin", cache: "no-store" };
    if (call.signal !== undefined) init.signal = call.signal;
    if (call.body !== undefined) {
      headers.set("content-type", "application/json");
      init.body = JSON.stringify(call.body);
    }
    try {
      return await fetch(call.path, init);
    } catch (cause) {
      if (isAbort(cause)) throw cause;
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new ApiProblem({ code: "unreachable", message, retryable: true }, { cause });
    }
  }

  async function request(call: Call): Promise<unknown> {
    const response = await send(call);
    const body = await readJson(response);
    if (response.ok) return body;
    const problem = problemFromBody(response.status, body, response.headers.get("retry-after"));
    if (problem.code === "not_signed_in") for (const listener of signedOutListeners) listener();
    throw problem;
  }

  /** A refused token changed nothing on the server, so one more try with a fresh one is safe. */
  async function requestWithToken(call: Call): Promise<unknown> {
    if (csrfToken === undefined) await getSession();
    try {
      return await request(call);
    } catch (reason) {
      if (!(reason instanceof ApiProblem) || reason.code !== "csrf") throw reason;
      await getSession();
      return request(call);
    }
  }

  function takeSession(body: unknown): Session {
    const session = parse(sessionSchema, body);
    csrfToken = session.csrfToken;
    return session;
  }

  async function getSession(): Promise<Session> {
    return takeSession(await request({ method: "GET", path: "/api/session" }));
  }

  return {
    getSession,
    signIn: async (body) =>
      takeSession(await requestWithToken({ method: "POST", path: "/api/session", body })),
    signOut: async () => {
      await requestWithToken({ method: "DELETE", path: "/api/session" });
      // The token belonged to the session that just ended.
      csrfToken = undefined;
    },
    getMessages: async (query, signal) => {
      const path = `/api/messages?${messagesSearch(query)}`;
      return parse(messagePageSchema, await request({ method: "GET", path, signal }));
    },
    onSignedOut: (listener) => {
      signedOutListeners.add(listener);
      return () => signedOutListeners.delete(listener);
    },
  };
}

function messagesSearch({ source, filter, limit, cursor }: MessagesQuery): URLSearchParams {
  const search = new URLSearchParams({ source, filter, limit: String(limit) });
  if (cursor !== null) search.set("cursor", cursor);
  return search;
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const message = "The answer is not in the form this panel knows.";
  throw new ApiProblem({ code: "unexpected_answer", message, retryable: true }, { cause: parsed.error });
}
