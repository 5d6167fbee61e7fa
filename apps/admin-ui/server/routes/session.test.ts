import { describe, expect, it, onTestFinished } from "vitest";
import { TestClient, readProblem } from "../../test/support/client.ts";
import { deadNode, panelNode, startNode, user } from "../../test/support/nodes.ts";
import { startTestPanel } from "../../test/support/panel.ts";
import type { PanelOptions } from "../index.ts";

async function signInPanel(options: Partial<PanelOptions> = {}) {
  const node = await startNode();
  onTestFinished(() => node.close());
  return startTestPanel({ nodes: [panelNode(node)], ...options });
}

describe("signing in", () => {
  it("succeeds with what a node accepts, and says who and where", async () => {
    const { client, panel } = await signInPanel();
    expect(await client.session()).toMatchObject({ user: null, nodes: [] });
    const session = await client.signIn(user);
    expect(session.user).toEqual({ username: "admin", fullname: "admin" });
    expect(session.nodes).toEqual([{ name: "mx1", address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) }]);
    expect(await client.session()).toMatchObject({ user: session.user });
    expect(await new TestClient(panel.url).session()).toMatchObject({ user: null });
  });

  it("fails with what a node refuses", async () => {
    const { client } = await signInPanel();
    const problem = await readProblem(await client.postSession({ ...user, password: "wrong" }));
    expect(problem).toMatchObject({ status: 401, code: "bad_credentials", retryable: false });
    expect(await client.session()).toMatchObject({ user: null });
    expect(await client.problem("/api/messages")).toMatchObject({ status: 401, code: "not_signed_in" });
  });

  it("knows no user with a colon in the name, which no node could be sent", async () => {
    const { client } = await signInPanel();
    const problem = await readProblem(
      await client.postSession({ username: "admin:correct", password: "horse" }),
    );
    expect(problem.code).toBe("bad_credentials");
  });

  it("passes over nodes that cannot be reached, and lets the first that answers decide", async () => {
    const node = await startNode({ name: "mx3" });
    const broken = await startNode({ name: "mx2", fault: "http500" });
    onTestFinished(async () => void (await Promise.all([node.close(), broken.close()])));
    const { client } = await startTestPanel({
      nodes: [await deadNode("mx1"), panelNode(broken), panelNode(node)],
    });
    expect((await readProblem(await client.postSession({ ...user, password: "wrong" }))).code).toBe(
      "bad_credentials",
    );
    expect((await client.signIn(user)).nodes).toHaveLength(3);
  });

  it("names every node and its reason when none answers", async () => {
    const pinned = await startNode({ name: "mx2" });
    onTestFinished(() => pinned.close());
    const wrongPin = panelNode({
      ...pinned,
      name: "mx2",
      url: pinned.url,
      fingerprint: `sha256:${"11".repeat(32)}`,
    });
    const { client } = await startTestPanel({ nodes: [await deadNode("mx1"), wrongPin] });
    const problem = await readProblem(await client.postSession(user));
    expect(problem).toMatchObject({ status: 503, code: "no_node_answered", retryable: true });
    expect(problem.nodes).toMatchObject([
      { node: "mx1", state: "failed", error: { code: "connect_refused" } },
      { node: "mx2", state: "failed", error: { code: "tls_pin_mismatch" } },
    ]);
  });

  it("is limited per address", async () => {
    const { client } = await signInPanel({ signInAttemptsPerMinute: 2 });
    for (const username of ["one", "two"]) await client.postSession({ username, password: "x" });
    const response = await client.postSession(user);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await readProblem(response)).toMatchObject({
      status: 429,
      code: "too_many_attempts",
      retryable: true,
    });
  });

  it("is limited per user name, wherever the attempts come from", async () => {
    const { client } = await signInPanel({ signInAttemptsPerMinute: 2, trustProxy: "127.0.0.1" });
    const attempt = (address: string, username: string) =>
      client.postSession({ username, password: "x" }, { "x-forwarded-for": address });
    expect((await attempt("192.0.2.1", "admin")).status).toBe(401);
    expect((await attempt("192.0.2.2", "ADMIN")).status).toBe(401);
    expect((await attempt("192.0.2.3", "admin")).status).toBe(429);
    expect((await attempt("192.0.2.3", "other")).status).toBe(401);
  });

  it("refuses a body that is not a user name and password", async () => {
    const { client } = await signInPanel();
    const problem = await readProblem(await client.postSession({ username: "", password: 5 }));
    expect(problem).toMatchObject({
      status: 400,
      code: "bad_request",
      message: "Not as expected: username, password.",
    });
  });
});

describe("the session cookie", () => {
  it("is for this server only, and changes with the sign-in", async () => {
    const { client } = await signInPanel();
    await client.session();
    const before = { cookie: client.cookie, csrfToken: client.csrfToken };
    await client.signIn(user);
    expect(client.setCookie).toMatch(/^mailmux_session=[^;]+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(client.cookie).not.toBe(before.cookie);
    const planted = new TestClient(client.url);
    planted.cookie = before.cookie;
    expect(await planted.session()).toMatchObject({ user: null });
    const refused = await client.signOut({ "x-csrf-token": before.csrfToken });
    expect((await readProblem(refused)).code).toBe("csrf");
  });

  it("is secure where the browser speaks https", async () => {
    const { client } = await signInPanel({ trustProxy: "127.0.0.1" });
    await client.fetch("/api/session", { headers: { "x-forwarded-proto": "https" } });
    expect(client.setCookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it("means nothing when it was changed", async () => {
    const { client } = await signInPanel();
    await client.signIn(user);
    const forged = new TestClient(client.url);
    forged.cookie = `${client.cookie?.slice(0, -4)}AAAA`;
    expect(await forged.session()).toMatchObject({ user: null });
  });
});

describe("changing requests", () => {
  it("need the token of the session", async () => {
    const { client, panel } = await signInPanel();
    await client.session();
    expect((await readProblem(await client.postSession(user, { "x-csrf-token": "" }))).code).toBe("csrf");
    expect((await readProblem(await client.postSession(user, { "x-csrf-token": "wrong" }))).code).toBe(
      "csrf",
    );
    const other = new TestClient(panel.url);
    await other.session();
    const foreign = await client.postSession(user, { "x-csrf-token": other.csrfToken });
    expect(await readProblem(foreign)).toMatchObject({ status: 403, code: "csrf" });
    expect((await client.postSession(user)).status).toBe(200);
  });

  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another port of this machine", { "sec-fetch-site": "same-site", origin: "http://127.0.0.1:1" }],
    ["an origin that is not this server", { origin: "https://evil.example" }],
    ["an origin without a name", { origin: "null" }],
  ])("are refused from %s, even with the token", async (_what, headers) => {
    const { client } = await signInPanel();
    expect((await readProblem(await client.postSession(user, headers))).code).toBe("csrf");
  });

  it("are taken from the page itself", async () => {
    const { client, panel } = await signInPanel();
    const { origin } = new URL(panel.url);
    expect((await client.postSession(user, { origin, "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

describe("signing out", () => {
  it("ends the session on the server", async () => {
    const { client } = await signInPanel();
    await client.signIn(user);
    const { cookie } = client;
    expect((await client.signOut()).status).toBe(204);
    expect(client.setCookie).toMatch(/^mailmux_session=;.*Expires=Thu, 01 Jan 1970/);
    client.cookie = cookie;
    expect(await client.problem("/api/overview")).toMatchObject({ status: 401, code: "not_signed_in" });
  });

  it("ends its streams, saying so", async () => {
    const { client } = await signInPanel();
    await client.signIn(user);
    const events = client.events();
    await events.next();
    await client.signOut();
    const rest = await Array.fromAsync(events);
    expect(rest.at(-1)).toEqual({ event: "signed_out", data: { reason: "You signed out." } });
  });

  it("happens to a session by signing in again", async () => {
    const { client } = await signInPanel();
    await client.signIn(user);
    const first = new TestClient(client.url);
    first.cookie = client.cookie;
    await client.signIn(user);
    expect((await first.problem("/api/overview")).code).toBe("not_signed_in");
    expect((await client.overview()).nodes).toHaveLength(1);
  });
});
