import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "./api-problem.ts";
import { createApiClient, isAbort } from "./client.ts";

interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

const signedOut = { user: null, csrfToken: "token-1", nodes: [] };
const signedIn = { user: { username: "anna", fullname: "" }, csrfToken: "token-2", nodes: [] };
const problem = (code: string) => ({ code, message: "said so", retryable: false, requestId: "r1" });

/** A `fetch` that gives these answers in turn and remembers what it was asked. */
function answering(...answers: Answer[]) {
  const asked: { method: string; path: string; token: string | null }[] = [];
  const fetch = vi.fn((path: string, init: RequestInit) => {
    const token = (init.headers as Headers).get("x-csrf-token");
    asked.push({ method: init.method ?? "GET", path, token });
    const { status = 200, body, headers = {} } = answers.shift() ?? { status: 500 };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(new Response(status === 204 ? null : text, { status, headers }));
  });
  return { client: createApiClient({ fetch: fetch as unknown as typeof globalThis.fetch }), asked };
}

async function failure(promise: Promise<unknown>): Promise<ApiProblem> {
  const reason: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(reason instanceof ApiProblem)) throw new Error("expected an ApiProblem", { cause: reason });
  return reason;
}

describe("the API client", () => {
  it("fetches a token before the first change and sends the newest one", async () => {
    const { client, asked } = answering({ body: signedOut }, { body: signedIn }, { status: 204 });
    await client.signIn({ username: "anna", password: "secret" });
    await client.signOut();
    expect(asked).toEqual([
      { method: "GET", path: "/api/session", token: null },
      { method: "POST", path: "/api/session", token: "token-1" },
      { method: "DELETE", path: "/api/session", token: "token-2" },
    ]);
  });

  it("tries once more with a fresh token when one is refused, and only once", async () => {
    const refused = { status: 403, body: problem("csrf") };
    const { client, asked } = answering({ body: signedOut }, refused, { body: signedOut }, refused);
    const thrown = await failure(client.signIn({ username: "anna", password: "secret" }));
    expect(thrown.code).toBe("csrf");
    expect(asked.filter(({ method }) => method === "POST")).toHaveLength(2);
  });

  it("throws what the server named, with its position and its nodes", async () => {
    const body = { ...problem("bad_filter"), position: { start: 0, end: 3 }, extra: "dropped" };
    const { client } = answering({ status: 400, body });
    const thrown = await failure(
      client.getMessages({ source: "queue", filter: "frm", limit: 50, cursor: null }),
    );
    expect(thrown.details).toMatchObject({ code: "bad_filter", status: 400, position: { start: 0, end: 3 } });
    expect(thrown.details).not.toHaveProperty("extra");
  });

  it("tells its listeners when nobody is signed in", async () => {
    const { client } = answering({ status: 401, body: problem("not_signed_in") });
    const listener = vi.fn();
    client.onSignedOut(listener);
    await failure(client.getMessages({ source: "queue", filter: "", limit: 50, cursor: null }));
    expect(listener).toHaveBeenCalledOnce();
  });

  it("keeps a wrong password apart from an ended session", async () => {
    const { client } = answering({ body: signedOut }, { status: 401, body: problem("bad_credentials") });
    const listener = vi.fn();
    client.onSignedOut(listener);
    expect((await failure(client.signIn({ username: "a", password: "b" }))).code).toBe("bad_credentials");
    expect(listener).not.toHaveBeenCalled();
  });

  it.each([
    [401, "<html>", "not_signed_in"],
    [429, "slow down", "too_many_attempts"],
    [502, "<html>Bad gateway</html>", "unreachable"],
    [500, "", "unexpected_answer"],
    [418, { code: "code_of_a_later_version" }, "unexpected_answer"],
  ])("makes a problem of status %d without a description", async (status, body, code) => {
    const { client } = answering({ status, body, headers: { "retry-after": "30" } });
    const thrown = await failure(client.getSession());
    expect(thrown.details).toMatchObject({ code, status, retryAfterSeconds: 30 });
  });

  it("refuses a success that is not in the known form", async () => {
    const { client } = answering({ body: "<html>" });
    expect((await failure(client.getSession())).code).toBe("unexpected_answer");
  });

  it("calls a failed connection unreachable and keeps its cause", async () => {
    const cause = new TypeError("Failed to fetch");
    const client = createApiClient({ fetch: () => Promise.reject(cause) });
    const thrown = await failure(client.getSession());
    expect(thrown).toMatchObject({ code: "unreachable", cause });
  });

  it("lets an abort through as it is", async () => {
    const abort = new DOMException("stop", "AbortError");
    const client = createApiClient({ fetch: () => Promise.reject(abort) });
    await expect(client.getSession()).rejects.toBe(abort);
    expect(isAbort(abort)).toBe(true);
    expect(isAbort(new Error("other"))).toBe(false);
  });

  it("writes every part of a query into the address, encoded", async () => {
    const page = { rows: [], nodes: [], nextCursor: null, total: null, filter: "" };
    const { client, asked } = answering({ body: page });
    await client.getMessages({ source: "history", filter: "from~%@a.b && x", limit: 25, cursor: "c/1" });
    expect(asked[0]?.path).toBe(
      "/api/messages?source=history&filter=from%7E%25%40a.b+%26%26+x&limit=25&cursor=c%2F1",
    );
  });
});
