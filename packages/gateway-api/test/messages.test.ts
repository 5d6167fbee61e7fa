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

/** A cursor as somebody might make it up: another time in it. */
function withTime(cursor: string, time: number): string {
  const data = JSON.parse(Buffer.from(cursor, "base64url").toString()) as { n: [string, number][] };
  const [first] = data.n;
  if (first) first[1] = time;
  return Buffer.from(JSON.stringify(data)).toString("base64url");
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
      source: "queue",
      id: String(2n ** 60n),
      messageId: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
      actionId: 1,
      receivedAt: 100,
      receivedAtLocal: 3_700,
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

  it("goes on through a second in which mail still arrives", async () => {
    const gateway = fakeGateway("mx", []);
    for (let id = 1; id <= 80; id++) gateway.records.push(record(id, id <= 20 ? 999 : 1000));
    const seen = await readAll([gateway], { source: "queue", limit: 5 }, (page) => {
      if (page > 1) return;
      for (let id = 81; id <= 120; id++) gateway.records.push(record(id, 1000));
    });
    expect(seen).toEqual(Array.from({ length: 80 }, (_, index) => `mx:${80 - index}`));
  });

  it("misses no row when many leave while one page is read", async () => {
    const gateway = fakeGateway("mx", []);
    for (let id = 1; id <= 80; id++) gateway.records.push(record(id, 1000));
    let answers = 0;
    // Arrivals make the second page take several requests; between two of those they are delivered and gone.
    gateway.answered = () => {
      if (++answers === 1) for (let id = 81; id <= 120; id++) gateway.records.push(record(id, 1000));
      if (answers === 3) gateway.records.length = 80;
    };
    const seen = await readAll([gateway], { source: "queue", limit: 5 });
    expect(seen).toEqual(Array.from({ length: 80 }, (_, index) => `mx:${80 - index}`));
  });

  it("shows every row that was there throughout, once and in order, also when mail arrives where the page ends", async () => {
    const nodeAndSecond = { node: fc.integer({ min: 0, max: 2 }), second: fc.integer({ min: 1, max: 4 }) };
    const change = fc.record({
      ...nodeAndSecond,
      count: fc.integer({ min: 1, max: 25 }),
      // Between two pages, or between two requests for one page.
      when: fc.constantFrom("page", "answer"),
      what: fc.constantFrom("arrive", "leave"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record(nodeAndSecond), { maxLength: 60 }),
        fc.array(change, { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 2, max: 3 }),
        async (rows, changes, limit, nodes) => {
          const gateways = ["a", "b", "c"].slice(0, nodes).map((name) => fakeGateway(name, []));
          const at = (node: number): FakeGateway => gateways[node % nodes] as FakeGateway;
          rows.forEach(({ node, second }, id) => at(node).records.push(record(id, second)));
          let next = 1000;
          const pending = [...changes];
          const left = new Set<string>();
          const happen = (when: "page" | "answer"): void => {
            const index = pending.findIndex((each) => each.when === when);
            const [event] = index === -1 ? [] : pending.splice(index, 1);
            if (!event) return;
            const { name, records } = at(event.node);
            if (event.what === "leave") {
              for (const { id } of records.splice(0, event.count)) left.add(`${name}:${id}`);
            } else for (let n = 0; n < event.count; n++) records.push(record(next++, event.second));
          };
          for (const gateway of gateways) gateway.answered = () => happen("answer");
          const throughout = rows
            .map(({ node, second }, id) => ({ key: `${at(node).name}:${id}`, id, second }))
            .sort((one, two) => two.second - one.second || two.id - one.id)
            .map(({ key }) => key);
          const seen = await readAll(gateways, { source: "history", limit }, () => happen("page"));
          expect(new Set(seen).size).toBe(seen.length);
          const expected = throughout.filter((key) => !left.has(key));
          const kept = new Set(expected);
          expect(seen.filter((key) => kept.has(key))).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("gives up on a node whose second fills faster than it is read, and keeps the others", async () => {
    const busy = fakeGateway("busy", []);
    const calm = fakeGateway("calm", [record(1, 999), record(2, 998)]);
    let next = 0;
    const arrive = (): void => {
      const count = 2 * (busy.limits.at(-1) ?? 0) + 10;
      for (let n = 0; n < count; n++) busy.records.push(record(next++, 1000));
    };
    arrive();
    const cluster = fakeCluster([busy, calm]);
    const { nextCursor = "" } = await listMessages(cluster, { source: "queue", limit: 2 });
    busy.answered = arrive;
    arrive();
    const page = await listMessages(cluster, { source: "queue", limit: 2, cursor: nextCursor });
    expect(page.rows.map((row) => row.node)).toEqual(["calm", "calm"]);
    const [result] = page.nodes;
    expect(result && explainFailure(result)).toEqual({
      code: "too_many_rows",
      message: expect.stringMatching(/not complete after 16 requests/) as string,
    });
    expect(busy.limits).toHaveLength(17);
  });

  it("loses nothing to a node that gives 10,000 rows at once and not one more", async () => {
    const gateway = fakeGateway("mx", []);
    for (let id = 1; id <= 10_050; id++) gateway.records.push(record(id, Math.floor(id / 100)));
    gateway.cap = 10_000;
    const seen = await readAll([gateway], { source: "queue", limit: 10_000 });
    expect(seen).toEqual(Array.from({ length: 10_050 }, (_, index) => `mx:${10_050 - index}`));
    expect(Math.max(...gateway.limits)).toBe(10_000);
  });

  it.each([
    ["before 1970", -5],
    ["past what a number holds", 2n ** 60n],
    ["past what a date holds", 2 ** 50],
  ])("takes a reception time %s as that node's failure; the others' rows stay in reach", async (_, time) => {
    const good = fakeGateway(
      "good",
      Array.from({ length: 8 }, (each, id) => record(id, 1000 + id)),
    );
    const evil = fakeGateway("evil", [record(1, 2000), record(2, 0, { msgts0: time })]);
    const { nodes } = await listMessages(fakeCluster([good, evil]), { source: "queue", limit: 20 });
    const [, result] = nodes;
    expect(result && explainFailure(result)).toEqual({
      code: "decode",
      message: `msgts0 of message 2 is ${time}, which is not a reception time`,
    });
    const seen = await readAll([good, evil], { source: "queue", limit: 3 });
    expect(seen.filter((each) => each.startsWith("good"))).toHaveLength(8);
  });

  it("pages through the whole range of times and ids that it takes", async () => {
    const gateway = fakeGateway("mx", [
      record(2n ** 63n - 1n, 8_640_000_000_000),
      record(5, 8_640_000_000_000),
      record(-(2n ** 63n), 8_640_000_000_000),
      record(1, 0),
      record(0, 0),
      record(-1, 0),
    ]);
    const seen = await readAll([gateway], { source: "queue", limit: 1 });
    expect(seen).toEqual([2n ** 63n - 1n, 5, -(2n ** 63n), 1, 0, -1].map((id) => `mx:${id}`));
  });

  it("ends where no node that answers has more rows; a node that is down then shows its own in a new list", async () => {
    const up = fakeGateway("up", [record(1, 5)]);
    const down = fakeGateway("down", [record(9, 4)]);
    down.down = true;
    const query = { source: "queue", limit: 5 } as const;
    const first = await listMessages(fakeCluster([up, down]), query);
    expect(first).toMatchObject({
      rows: [{ id: "1" }],
      nextCursor: undefined,
      nodes: [{ status: "ok" }, { status: "failed" }],
    });
    down.down = false;
    const again = await listMessages(fakeCluster([up, down]), query);
    expect(again.rows.map((row) => row.id)).toEqual(["1", "9"]);
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

  it("keeps archives apart from other quarantines, where it is told which they are", async () => {
    const held = (id: number, msgquarantine: string) =>
      record(id, id, { msgaction: "QUARANTINE", msgquarantine });
    const gateway = fakeGateway("mx", [
      held(1, "mailquarantine:1"),
      held(2, "mailquarantine:7"),
      held(3, "mailquarantine:8"),
      record(4, 4),
    ]);
    const archives = ["mailquarantine:7", "mailquarantine:8"];
    const found = async (query: ListQuery): Promise<string[]> =>
      (await listMessages(fakeCluster([gateway]), query)).rows.map(({ id, source }) => `${source} ${id}`);
    expect(await found({ source: "quarantine", archives })).toEqual(["quarantine 1"]);
    expect(await found({ source: "archive", archives })).toEqual(["archive 3", "archive 2"]);
    expect(await found({ source: ["queue", "quarantine", "archive"], archives })).toEqual([
      "queue 4",
      "archive 3",
      "archive 2",
      "quarantine 1",
    ]);
    expect(await found({ source: "archive" })).toEqual([]);
    expect(await found({ source: ["quarantine", "archive"] })).toEqual([
      "quarantine 3",
      "quarantine 2",
      "quarantine 1",
    ]);
    // The history of a gateway is another list: here it is the same records.
    const page = await listMessages(fakeCluster([gateway]), { source: ["queue", "history"], limit: 3 });
    expect(page.rows.map(({ id, source }) => `${source} ${id}`)).toEqual([
      "queue 4",
      "history 4",
      "history 3",
    ]);
    expect(page).toMatchObject({ total: { count: 5, atLeast: false }, nodes: [{ status: "ok", value: 3 }] });
    await expect(listMessages(fakeCluster([gateway]), { source: [] })).rejects.toMatchObject({
      code: "invalid_argument",
    });
  });

  it("pages through several lists as one without losing or doubling a row", async () => {
    const row = fc.record({
      node: fc.integer({ min: 0, max: 1 }),
      second: fc.integer({ min: 1, max: 5 }),
      held: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 20 }),
        fc.integer({ min: 1, max: 7 }),
        async (rows, limit) => {
          const gateways = ["a", "b"].map((name) => fakeGateway(name, []));
          rows.forEach(({ node, second, held }, id) =>
            gateways[node]?.records.push(record(id, second, held ? { msgaction: "QUARANTINE" } : {})),
          );
          const seen = await readAll(gateways, { source: ["queue", "quarantine", "history"], limit });
          // Each is in mailQueue and in mailHistory of these gateways.
          expect(seen.toSorted()).toEqual(
            rows.flatMap(({ node }, id) => Array(2).fill(`${"ab"[node]}:${id}`)).toSorted(),
          );
        },
      ),
      { numRuns: 60 },
    );
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
      [{ source: "queue" }, withTime(nextCursor, -1)],
      [{ source: "queue" }, withTime(nextCursor, Number.MAX_SAFE_INTEGER)],
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
