import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createGateway,
  createGatewayCluster,
  explainFailure,
  FilterError,
  listMessages,
  type ListQuery,
  overview,
  parseConfig,
  resolveConfig,
} from "../src/index.ts";
import { type FakeGateway, fakeCluster, fakeGateway, record } from "./fake-gateways.ts";

/** Reads a list to its end, page by page; `between` may change the nodes in between. */
async function readAll(
  gateways: FakeGateway[],
  query: ListQuery,
  between: (page: number) => void = () => {},
): Promise<string[]> {
  const cluster = fakeCluster(gateways);
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; page < 500; page++) {
    const result = await listMessages(cluster, { ...query, ...(cursor === undefined ? {} : { cursor }) });
    expect(result.rows.length).toBeLessThanOrEqual(query.limit ?? 50);
    seen.push(...result.rows.map((row) => `${row.node}:${row.id}`));
    cursor = result.nextCursor;
    if (cursor === undefined) return seen;
    between(page);
  }
  throw new Error("the list does not end");
}

describe("listMessages", () => {
  it("merges the nodes newest first, and turns records into plain values", async () => {
    const gateways = [
      fakeGateway("mx1", [
        record(2n ** 60n, 100, {
          msgscore: { item: [{ first: "0", second: "-0.9|A=-1,B=0.1" }] },
          msgsize: 5,
          msgsasl: "",
        }),
        record(2, 50),
      ]),
      fakeGateway("mx2", [record(1, 75)]),
    ];
    const page = await listMessages(fakeCluster(gateways), { source: "queue" });
    expect(page.rows.map(({ node, receivedAt }) => [node, receivedAt])).toEqual([
      ["mx1", 100],
      ["mx2", 75],
      ["mx1", 50],
    ]);
    expect(page.rows[0]).toEqual({
      node: "mx1",
      id: String(2n ** 60n),
      messageId: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
      actionId: 1,
      receivedAt: 100,
      action: "DELIVER",
      from: "a@example.com",
      to: "b@example.org",
      subject: `subject ${2n ** 60n}`,
      ip: "192.0.2.7",
      sizeBytes: 5,
      scores: [{ engine: "0", score: -0.9, text: "A=-1,B=0.1" }],
    });
    expect(page).toMatchObject({ total: { count: 3, atLeast: false }, nextCursor: undefined, filter: "" });
  });

  it("pages to the end without losing or doubling a row, also among rows of one second", async () => {
    const row = fc.record({ node: fc.integer({ min: 0, max: 2 }), second: fc.integer({ min: 1, max: 6 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (rows, limit) => {
          const gateways = ["a", "b", "c"].map((name) => fakeGateway(name, []));
          rows.forEach(({ node, second }, id) => gateways[node]?.records.push(record(id, second)));
          const seen = await readAll(gateways, { source: "queue", limit });
          expect(new Set(seen).size).toBe(rows.length);
          expect(seen).toHaveLength(rows.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("shows every row that was there throughout, once, while mail comes and goes", async () => {
    const gateways = ["a", "b"].map((name) =>
      fakeGateway(
        name,
        Array.from({ length: 30 }, (_, id) => record(id, Math.floor(id / 4))),
      ),
    );
    let next = 100;
    const seen = await readAll(gateways, { source: "queue", limit: 5 }, (page) => {
      for (const gateway of gateways) gateway.records.push(record(next++, 1000 + page)); // newer than any page
      gateways[0]?.records.splice(
        gateways[0].records.findIndex((each) => each.id === 29 - page),
        1,
      );
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((each) => each.startsWith("b:") && Number(each.slice(2)) < 30)).toHaveLength(30);
  });

  it("answers without a node that is down, says so, and shows its rows when it is back", async () => {
    const gateways = [
      fakeGateway("up", [record(1, 10), record(2, 20)]),
      fakeGateway("down", [record(9, 15)]),
    ];
    const [, down] = gateways;
    if (!down) throw new Error("unreachable");
    down.down = true;
    const cluster = fakeCluster(gateways);
    const first = await listMessages(cluster, { source: "queue", limit: 1 });
    expect(first.rows.map((row) => row.id)).toEqual(["2"]);
    expect(first.total).toEqual({ count: 2, atLeast: true });
    expect(first.nodes).toMatchObject([
      { node: "up", status: "ok", value: 1 },
      { node: "down", status: "failed" },
    ]);
    down.down = false;
    const second = await listMessages(cluster, { source: "queue", limit: 5, cursor: first.nextCursor ?? "" });
    expect(second.rows.map((row) => row.id)).toEqual(["9", "1"]);
    expect(second.total).toBeUndefined();
  });

  it("keeps queue and quarantine apart, whatever the filter says, and takes search box text", async () => {
    const gateway = fakeGateway("mx", [
      record(1, 1),
      record(2, 2, { msgaction: "QUARANTINE" }),
      record(3, 3, { msgto: "c@other.example" }),
    ]);
    const ids = async (query: ListQuery): Promise<string[]> =>
      (await listMessages(fakeCluster([gateway]), query)).rows.map((row) => row.id);
    expect(await ids({ source: "queue", filter: "action=QUARANTINE or action=DELIVER" })).toEqual(["3", "1"]);
    expect(await ids({ source: "quarantine" })).toEqual(["2"]);
    expect(await ids({ source: "history" })).toEqual(["3", "2", "1"]);
    expect(await ids({ source: "queue", filter: "@other.example" })).toEqual(["3"]);
  });

  it("refuses a filter with a mistake, a strange limit, and a position of another list", async () => {
    const gateway = fakeGateway("mx", [record(1, 1), record(2, 2)]);
    const cluster = fakeCluster([gateway]);
    await expect(listMessages(cluster, { source: "queue", filter: "nope=1" })).rejects.toThrowError(
      FilterError,
    );
    await expect(listMessages(cluster, { source: "queue", limit: 0 })).rejects.toMatchObject({
      code: "invalid_argument",
    });
    const { nextCursor = "" } = await listMessages(cluster, { source: "queue", limit: 1 });
    for (const [query, cursor] of [
      [{ source: "history" }, nextCursor],
      [{ source: "queue", filter: "time>1" }, nextCursor],
      [{ source: "queue" }, "AAAA"],
      [{ source: "queue" }, Buffer.from('{"v":1}').toString("base64url")],
    ] as [ListQuery, string][]) {
      await expect(listMessages(cluster, { ...query, cursor })).rejects.toMatchObject({ code: "bad_cursor" });
    }
    expect(gateway.limits).toHaveLength(1);
  });
});

describe("overview", () => {
  it("says what a node says, and leaves out what the user may not ask", async () => {
    const gateway = fakeGateway("mx", [
      record(1, 1),
      record(2, 2, { msgaction: "QUARANTINE" }),
      record(3, 3),
    ]);
    const report = await overview(fakeCluster([gateway])).get();
    expect(report.values).toEqual([
      { version: "4.8-p1", queueCount: 2, quarantineCount: 1, latencyMs: expect.any(Number) as number },
    ]);
  });

  it("explains why a node says nothing", async () => {
    const gateway = fakeGateway("mx", []);
    gateway.down = "refuses";
    const [result] = (await overview(fakeCluster([gateway])).get()).results;
    expect(result && explainFailure(result)).toEqual({
      code: "unauthorized",
      message: "the node refused the user name or password (Unauthorized)",
    });
  });

  it("names the node of such an error beside its text, not in it", () => {
    const node = { name: "n2", endpoint: "https://h/", address: "h", tls: {}, allowPlaintextAuth: false };
    expect(() => createGateway(node)).toThrowError(
      expect.objectContaining({
        code: "no_password",
        summary: "no user name and password are configured",
        context: { node: "n2" },
      }),
    );
  });

  it("goes on without nodes that cannot be asked as they are configured: each says why", async () => {
    const config = resolveConfig(
      "mailmux.json",
      parseConfig(
        "mailmux.json",
        JSON.stringify({
          nodes: {
            plain: "http://admin:pw@127.0.0.1:1",
            nobody: "https://127.0.0.1:1",
            half: "https://admin@127.0.0.1:1",
            gone: "https://a:b@127.0.0.1:1",
          },
        }),
      ),
      { readFile: () => "", env: {} },
    );
    await using cluster = createGatewayCluster(config);
    const { results } = await overview(cluster).get();
    expect(results.map(explainFailure)).toEqual([
      { code: "invalid_argument", message: expect.stringMatching(/plain http/) as string },
      { code: "no_password", message: "no user name and password are configured" },
      { code: "no_password", message: "no password of admin is configured" },
      { code: "connect_refused", message: expect.stringMatching(/refused/) as string },
    ]);
  });
});
