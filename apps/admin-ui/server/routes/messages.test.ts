import { systemClock, type Clock, type GatewayNode } from "@mailmux/gateway-node";
import { parseFilter } from "@mailmux/gateway-api";
import { describe, expect, it, onTestFinished } from "vitest";
import type { MessageRow } from "../../shared/api.ts";
import { arrival, deadNode, panelNode, startNode, user } from "../../test/support/nodes.ts";
import { startTestPanel } from "../../test/support/panel.ts";
import { understoodFilter } from "./messages.ts";

async function startNodes(...all: Parameters<typeof startNode>[0][]): Promise<GatewayNode[]> {
  const nodes = await Promise.all(all.map((options) => startNode(options)));
  onTestFinished(async () => void (await Promise.all(nodes.map((node) => node.close()))));
  return nodes;
}

const nameOf = (row: MessageRow): string => `${row.node}/${row.id}`;

describe("the message list", () => {
  it.each(["queue", "quarantine", "history"] as const)(
    "pages through the %s of all nodes, newest first, without loss or repetition",
    async (source) => {
      const nodes = await startNodes(
        { name: "mx1", messages: 60 },
        { name: "mx2", messages: 40, seed: 2 },
        { name: "mx3", messages: 0 },
      );
      const filter = { queue: "action=DELIVER", quarantine: "action=QUARANTINE", history: "" }[source];
      const expected = nodes.flatMap(({ name, store }) =>
        store
          .page(source === "history" ? "history" : "queue", parseFilter(filter), { offset: 0, limit: 1_000 })
          .map(({ id }) => `${name}/${id}`),
      );
      const { client } = await startTestPanel({ nodes: nodes.map(panelNode) });
      await client.signIn(user);
      const first = await client.messages({ source, limit: "7" });
      expect(first.total).toEqual({ count: expected.length, atLeast: false });
      const rows = [...first.rows];
      for (let cursor = first.nextCursor; cursor !== null;) {
        const page = await client.messages({ source, limit: "7", cursor });
        expect(page.total).toBeNull();
        rows.push(...page.rows);
        cursor = page.nextCursor;
      }
      expect(rows.map(nameOf).sort()).toEqual(expected.sort());
      const times = rows.map(({ receivedAt }) => receivedAt);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    },
  );

  it("gives every field as it is, and none that the page has no use for", async () => {
    const [node] = await startNodes({});
    const subject = '<img src=x onerror=alert(1)> "\u202egnp.exe" ünï';
    node?.store.enqueue(
      arrival({ subject, from: "", sasl: "anna", scores: [{ first: "0", second: "5|X" }] }),
      {
        id: 9_007_199_254_740_993n,
        retries: 3,
        error: "451 4.7.1 later",
      },
    );
    const { client } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
    await client.signIn(user);
    const { rows } = await client.messages();
    expect(rows).toEqual([
      {
        node: "mx1",
        id: "9007199254740993",
        messageId: expect.any(String) as string,
        actionId: 1,
        receivedAt: 1_700_000_000,
        action: "DELIVER",
        from: "",
        to: "ben@example.org",
        subject,
        ip: "192.0.2.1",
        helo: "mail.example.com",
        sasl: "anna",
        sizeBytes: 1_000,
        listener: "mailserver:1",
        transport: "mailtransport:1",
        retries: 3,
        detail: "451 4.7.1 later",
      },
    ]);
  });

  it("understands what is typed into a search box", async () => {
    const [node] = await startNodes({});
    node?.store.enqueue(arrival({ subject: "Invoice 7" }));
    node?.store.enqueue(arrival({ subject: "Greetings" }));
    const { client } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
    await client.signIn(user);
    const page = await client.messages({ filter: "invoice" });
    expect(page.filter).toBe("subject~invoice");
    expect(page.rows.map(({ subject }) => subject)).toEqual(["Invoice 7"]);
  });

  it("comes without the rows of nodes that do not answer, and names those", async () => {
    const [node, slow] = await startNodes({ name: "mx2", messages: 5 }, { name: "mx3", fault: "hang" });
    if (!node || !slow) throw new Error("no node");
    const { client } = await startTestPanel({
      nodes: [await deadNode("mx1"), panelNode(node), panelNode(slow)],
      operationTimeoutMs: 300,
    });
    await client.signIn(user);
    const page = await client.messages();
    expect(page.rows.length).toBeGreaterThan(0);
    expect(page.nodes).toMatchObject([
      { node: "mx1", state: "failed", error: { code: "connect_refused" } },
      { node: "mx2", state: "ok" },
      { node: "mx3", state: "timed_out" },
    ]);
    expect(page.total?.atLeast).toBe(true);
  });

  it("is a problem that names the nodes when none answers", async () => {
    const [node] = await startNodes({});
    if (!node) throw new Error("no node");
    const { client } = await startTestPanel({ nodes: [panelNode(node)] });
    await client.signIn(user);
    await node.close();
    expect(await client.problem("/api/messages")).toMatchObject({
      status: 502,
      code: "no_node_answered",
      nodes: [{ node: "mx1", state: "failed" }],
    });
  });

  it("stops asking when the browser goes away", async () => {
    const gone = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    // The sign-in is answered; whatever comes after it waits until its caller hangs up.
    const delayMs = 7_777;
    let calls = 0;
    const clock: Clock = {
      ...systemClock,
      after(ms, work) {
        if (ms !== delayMs) return systemClock.after(ms, work);
        if (calls++ === 0) queueMicrotask(work);
        else asked.resolve();
        return { cancel: () => void (calls > 1 && gone.resolve()) };
      },
    };
    const [node] = await startNodes({ clock, delayMs });
    const { client } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
    await client.signIn(user);
    const abort = new AbortController();
    const answer = client.fetch("/api/messages", { signal: abort.signal });
    await asked.promise;
    abort.abort();
    await expect(answer).rejects.toThrow("aborted");
    await gone.promise;
  });
});

describe("the cursor", () => {
  async function twoPages() {
    const [node] = await startNodes({ messages: 60 });
    const { client, panel } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
    await client.signIn(user);
    const { nextCursor } = await client.messages({ limit: "5", filter: "size>1" });
    return { client, panel, cursor: nextCursor ?? "" };
  }

  it("is refused when it was changed, cut or made up", async () => {
    const { client, cursor } = await twoPages();
    const flipped = `${cursor.slice(0, -2)}${cursor.endsWith("AA") ? "BB" : "AA"}`;
    const forged = Buffer.from('{"v":1,"q":"","n":[]}').toString("base64url");
    for (const bad of [flipped, cursor.slice(0, 30), "x", "", forged]) {
      const query = new URLSearchParams({ filter: "size>1", cursor: bad });
      expect(await client.problem(`/api/messages?${query}`)).toMatchObject({
        status: 400,
        code: "bad_cursor",
      });
    }
  });

  it("is refused by another list", async () => {
    const { client, cursor } = await twoPages();
    for (const query of [{ filter: "size>2" }, { filter: "size>1", source: "history" }]) {
      const { code } = await client.problem(`/api/messages?${new URLSearchParams({ ...query, cursor })}`);
      expect(code).toBe("bad_cursor");
    }
  });

  it("is refused in another session", async () => {
    const { client, cursor } = await twoPages();
    await client.signIn(user);
    const query = new URLSearchParams({ filter: "size>1", cursor });
    expect((await client.problem(`/api/messages?${query}`)).code).toBe("bad_cursor");
  });

  it("may make an address of 48 KiB", async () => {
    const [node] = await startNodes({ messages: 0 });
    if (!node) throw new Error("no node");
    const { client } = await startTestPanel({ nodes: [panelNode(node)] });
    await client.signIn(user);
    const response = await client.fetch(`/api/messages?cursor=${"x".repeat(48 * 1024)}`);
    expect(response.status).toBe(400);
  });
});

describe("a filter that cannot be read", () => {
  it("is a problem at its place in the text that was sent", async () => {
    const [node] = await startNodes({});
    const { client } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
    await client.signIn(user);
    const filter = "  size>1 frm=anna";
    const problem = await client.problem(`/api/messages?${new URLSearchParams({ filter })}`);
    expect(problem).toMatchObject({ status: 400, code: "bad_filter", retryable: false });
    expect(filter.slice(problem.position?.start, problem.position?.end)).toBe("frm");
    expect(problem.message).not.toMatch(/^\[/);
  });

  it("is all of the words when they were only words", () => {
    const sent = ` ${"a.bc".padEnd(4_096, "x")} `;
    expect(() => understoodFilter(sent)).toThrow(
      expect.objectContaining({
        code: "bad_filter",
        details: { position: { start: 1, end: 4_097 } },
      }) as Error,
    );
  });

  it("never reaches a node", async () => {
    const { client } = await startTestPanel({ nodes: [await deadNode("mx1")] });
    expect((await client.problem("/api/messages?filter=frm%3Dx")).code).toBe("not_signed_in");
  });

  it.each([["limit=0"], ["limit=501"], ["limit=x"], ["source=inbox"], ["filter=a&filter=b"]])(
    "is not mixed up with a query that is wrong: %s",
    async (query) => {
      const [node] = await startNodes({});
      const { client } = await startTestPanel({ nodes: node ? [panelNode(node)] : [] });
      await client.signIn(user);
      expect((await client.problem(`/api/messages?${query}`)).code).toBe("bad_request");
    },
  );
});
