import {
  allCounters,
  allRates,
  clusterCounters,
  clusterDrift,
  clusterGraph,
  clusterGraphNames,
  clusterQshape,
  clusterReport,
  condition,
  Credentials,
  createGateway,
  defaultPrivateKeys,
  diffKeys,
  discoverNodes,
  explainError,
  explainFailure,
  type FilterRecord,
  type Gateway,
  matchesFilter,
  parseFilter,
  pushChanges,
  qshape,
  readConfiguration,
  readRevisions,
} from "@mailmux/gateway-api";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { noon, type RunningNodes, startNodes } from "./start-nodes.ts";

let running: RunningNodes;
beforeAll(async () => {
  running = await startNodes(["mx1", "mx2", "mx3"], {}, { operationTimeoutMs: 5_000 });
});
afterEach(() => running.nodes.forEach((node) => node.setFaults([])));
afterAll(() => running[Symbol.asyncDispose]());

function gatewayOf(name: string): Gateway {
  const gateway = running.cluster.nodes.find((each) => each.name === name);
  if (gateway === undefined) throw new Error(`there is no node ${name}`);
  return gateway;
}

/** Every row of every one of these nodes, as the wire has it. */
async function rowsOf(names: readonly string[]): Promise<FilterRecord[]> {
  const answers = await Promise.all(
    names.map((name) => gatewayOf(name).client.mailQueue({ filter: "", limit: 10_000 })),
  );
  return answers.flatMap(({ result }) => result.item);
}

const everyNode = ["mx1", "mx2", "mx3"];

describe("clusterReport over running nodes", () => {
  it.each([
    "action=DELIVER",
    "action=QUARANTINE",
    "action=DELIVER retry>0",
    "size>20000 or subject~e",
    "action=DELIVER && from~%@nordfrakt.example or to~%.example",
    "not subject~a and time>{2026-11-20 00:00:00}",
  ])("counts by q(%j) what a look at every row of every node counts", async (filter) => {
    const times = filter.replace("{2026-11-20 00:00:00}", String(Date.UTC(2026, 10, 20) / 1_000));
    const parsed = parseFilter(times);
    const rows = await rowsOf(everyNode);
    const expected = rows.filter((row) => matchesFilter(parsed, row, "queue")).length;
    expect(expected).toBeGreaterThan(0);
    const { slices, complete } = await clusterReport(running.cluster, `found:=q("${filter}")`);
    expect(slices).toMatchObject([{ label: "found", value: expected, complete: true }]);
    expect(complete).toBe(true);
    const byNode = await clusterReport(running.cluster, `clusternode:=q("${filter}")`);
    const inEach = everyNode.map(
      async (name) => (await rowsOf([name])).filter((row) => matchesFilter(parsed, row, "queue")).length,
    );
    expect(byNode.slices.map(({ value }) => value)).toEqual(await Promise.all(inEach));
  });

  it("reckons times in the zone that it is told", async () => {
    const report = 'late:=q("time>{2026-11-24 11:00}")';
    const rows = await rowsOf(everyNode);
    const after = (milliseconds: number): number =>
      rows.filter(({ msgts0 }) => Number(msgts0) > milliseconds / 1_000).length;
    const inUtc = await clusterReport(running.cluster, report);
    expect(inUtc.slices[0]?.value).toBe(after(noon - 3_600_000));
    const eastern = await clusterReport(running.cluster, report, { timeZone: { offsetMinutes: 600 } });
    expect(eastern.slices[0]?.value).toBe(after(noon - 11 * 3_600_000));
    expect(eastern.slices[0]?.value).toBeGreaterThan(inUtc.slices[0]?.value ?? 0);
  });

  it("adds the counters of all nodes up, by key and by node", async () => {
    const counters = await Promise.all(everyNode.map((name) => allCounters(gatewayOf(name), {})));
    const sum = (rows: readonly { count: number | bigint }[]): number =>
      rows.reduce((total, { count }) => total + Number(count), 0);
    const actions = counters
      .flat()
      .filter(({ key1, key3 }) => key1.startsWith("mail:action:") && key3 === "");
    const { slices, complete } = await clusterReport(
      running.cluster,
      "key1:mail:action:%,%,\nclusternode:mail:action:%,%,\nboth:mail:action:deliver,%,",
    );
    expect(complete).toBe(true);
    const kinds = new Map<string, number>();
    for (const { key1, count } of actions) kinds.set(key1, (kinds.get(key1) ?? 0) + Number(count));
    const shown = slices.filter(({ line }) => line === 0);
    expect(new Map(shown.map(({ key, value }) => [key, value]))).toEqual(kinds);
    expect(shown.map(({ value }) => value)).toEqual([...kinds.values()].sort((a, b) => b - a));
    const nodes = slices.filter(({ line }) => line === 1);
    expect(nodes.map(({ node, value }) => [node, value])).toEqual(
      counters.map((own, index) => [
        everyNode[index],
        sum(own.filter(({ key1, key3 }) => key1.startsWith("mail:action:") && key3 === "")),
      ]),
    );
    expect(slices.find(({ line }) => line === 2)?.value).toBe(
      sum(actions.filter(({ key1 }) => key1 === "mail:action:deliver")),
    );
  });

  it("asks one node for rates, and the next one when that is down", async () => {
    const delivered = async (name: string): Promise<number> => {
      const rates = await allRates(gatewayOf(name), { namespace: "daily-stat", exactNamespace: true });
      return rates.reduce((total, { count }) => total + Number(count), 0);
    };
    const [first, second] = [await delivered("mx1"), await delivered("mx2")];
    expect(first).not.toBe(second);
    const report = 'today:=r("daily-stat")';
    expect((await clusterReport(running.cluster, report)).slices).toMatchObject([
      { value: first, complete: true },
    ]);
    running.node("mx1").setFaults(["reset"]);
    const { slices, complete } = await clusterReport(running.cluster, report);
    expect(slices).toMatchObject([{ value: second, complete: true }]);
    expect(complete).toBe(false);
  });

  it("leaves a node that is down out of the slices that need it, and of no other", async () => {
    running.node("mx2").setFaults(["mailQueue:fault"]);
    const { slices, nodes, complete, errors } = await clusterReport(
      running.cluster,
      'mail:mail:total,%,\nqueue:=q("action=DELIVER")\nclusternode:=q("action=DELIVER")\ntwo:=1+1',
    );
    expect(errors).toEqual([]);
    const rows = await rowsOf(["mx1", "mx3"]);
    const waiting = rows.filter(({ msgaction }) => msgaction === "DELIVER").length;
    expect(slices.map(({ label, complete: whole }) => [label, whole])).toEqual([
      ["mail", true],
      ["queue", false],
      ["mx1", true],
      ["mx3", true],
      ["two", true],
    ]);
    expect(slices[1]?.value).toBe(waiting);
    expect(complete).toBe(false);
    expect(nodes.map(({ asked, answered }) => [asked, answered])).toEqual([
      [2, 2],
      [2, 1],
      [2, 2],
    ]);
    const error = nodes[1]?.error ?? new Error("none");
    expect(explainError(error).message).toBe("The node is in trouble");
  });

  it.each(["hang", "trickle", "flood"] as const)("waits no longer for a node that does %s", async (kind) => {
    running.node("mx3").setFaults([`statList:${kind}`]);
    const { slices, nodes } = await clusterReport(running.cluster, "mail:mail:total", {
      operationTimeoutMs: 400,
    });
    expect(slices).toMatchObject([{ label: "mail", complete: false }]);
    const error = nodes[2]?.error ?? new Error("none");
    expect(nodes[2]).toMatchObject({ asked: 1, answered: 0 });
    if (kind === "hang") expect(explainError(error).code).toBe("timed_out");
  });

  it("has a line without slices when nobody answers, and ends with its signal", async () => {
    running.nodes.forEach((node) => node.setFaults(["drop"]));
    const { slices, errors } = await clusterReport(running.cluster, 'all:=q("")\nmail:mail:total');
    expect(slices).toEqual([]);
    expect(errors.map(({ error }) => error.code)).toEqual(["no_answer", "no_answer"]);
    running.nodes.forEach((node) => node.setFaults(["hang"]));
    const controller = new AbortController();
    const reading = clusterReport(running.cluster, "mail:mail:total", { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
  });

  it("refuses a time limit that no timer takes", async () => {
    for (const operationTimeoutMs of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
      await expect(
        clusterReport(running.cluster, "mail:mail:total", { operationTimeoutMs }),
      ).rejects.toMatchObject({ code: "invalid_argument" });
    }
  });
});

describe("clusterQshape over running nodes", () => {
  const now = new Date(noon);

  it.each(["recipientDomain", "recipient", "senderDomain", "sender"] as const)(
    "counts by %s what a look at every row counts",
    async (by) => {
      const filter = condition("action", "=", "DELIVER");
      const rows = await rowsOf(everyNode);
      const waiting = rows.filter((row) => matchesFilter(filter, row, "queue"));
      const { table, complete, nodes } = await clusterQshape(running.cluster, { now, by });
      expect(table).toEqual(qshape(waiting, { now, by, filter }));
      expect(table.all.total).toBe(waiting.length);
      expect(complete).toBe(true);
      const messages = nodes.map((node) => (node.status === "ok" ? node.value.messages : -1));
      expect(messages.reduce((sum, count) => sum + count)).toBe(waiting.length);
    },
  );

  it("has filters that find just the messages of a row and of a bucket", async () => {
    const { table } = await clusterQshape(running.cluster, { now });
    const rows = await rowsOf(everyNode);
    for (const { filter, bucketFilters, total, counts } of table.rows.slice(0, 5)) {
      if (filter === undefined || bucketFilters === undefined) throw new Error("no filter");
      expect(rows.filter((row) => matchesFilter(filter, row, "queue"))).toHaveLength(total);
      expect(
        bucketFilters.map((bucket) => rows.filter((row) => matchesFilter(bucket, row, "queue")).length),
      ).toEqual(counts);
    }
  });

  it("counts the newest messages of a node that has more than it may read, and says so", async () => {
    const { table, complete, nodes } = await clusterQshape(running.cluster, { now, maxMessages: 7 });
    expect(complete).toBe(false);
    expect(nodes).toMatchObject(everyNode.map((node) => ({ node, value: { messages: 7, more: true } })));
    expect(table.all.total).toBe(21);
  });

  it("leaves out a node that fails, and is not complete then", async () => {
    running.node("mx1").setFaults(["mailQueue:truncate"]);
    const { table, complete, nodes } = await clusterQshape(running.cluster, { now });
    const rows = await rowsOf(["mx2", "mx3"]);
    expect(table.all.total).toBe(rows.filter(({ msgaction }) => msgaction === "DELIVER").length);
    expect(complete).toBe(false);
    expect(nodes.map(({ status }) => status)).toEqual(["failed", "ok", "ok"]);
  });

  it("refuses a number of messages that it cannot read", async () => {
    for (const maxMessages of [0, -1, 1.5, Number.NaN, 1_000_001]) {
      await expect(clusterQshape(running.cluster, { now, maxMessages })).rejects.toMatchObject({
        code: "invalid_argument",
      });
    }
  });
});

describe("graphs over running nodes", () => {
  const range = { start: noon / 1_000 - 7_200, end: noon / 1_000 };

  it("are the sum of each node's own, time by time", async () => {
    const { sum, nodes, leftOut } = await clusterGraph(running.cluster, "mail-queue-count", range);
    expect(nodes.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(leftOut).toEqual([]);
    const single = await Promise.all(
      everyNode.map((name) => clusterGraph(running.cluster.select(name), "mail-queue-count", range)),
    );
    const [column] = sum?.columns ?? [];
    if (sum === undefined || column === undefined) throw new Error("no sum");
    expect(sum.times.length).toBeGreaterThan(10);
    for (const row of sum.times.keys()) {
      const values = single.map((each) => each.sum?.columns[0]?.values[row] ?? Number.NaN);
      const known = values.filter((value) => !Number.isNaN(value));
      expect(column.known[row]).toBe(known.length);
      if (known.length > 0) expect(column.values[row]).toBeCloseTo(known.reduce((a, b) => a + b));
    }
  });

  it("miss the nodes that fail, and are none when all do", async () => {
    running.node("mx2").setFaults(["graphFile:garbage"]);
    const partial = await clusterGraph(running.cluster, "mail-queue-count", range);
    expect(partial.nodes.map(({ status }) => status)).toEqual(["ok", "failed", "ok"]);
    expect(Math.max(...(partial.sum?.columns[0]?.known ?? []))).toBe(2);
    running.node("mx2").setFaults([]);
    const none = await clusterGraph(running.cluster, "no-such-graph", range);
    expect(none.sum).toBeUndefined();
    expect(none.nodes.map((node) => explainFailure(node)?.code)).toEqual(["fault", "fault", "fault"]);
  });

  it("have no sum, and say of each node why, when none of them has the wanted rows", async () => {
    const wanted = { ...range, consolidation: "HWPREDICT" as const };
    const { sum, nodes, leftOut } = await clusterGraph(running.cluster, "mail-queue-count", wanted);
    expect(sum).toBeUndefined();
    expect(nodes.map(({ status }) => status)).toEqual(["ok", "ok", "ok"]);
    expect(leftOut.map(({ node, error }) => [node, error.code])).toEqual(
      everyNode.map((node) => [node, "no_archive"]),
    );
  });

  it("have the names that any node knows", async () => {
    running.node("mx3").setFaults(["graphList:unauthorized"]);
    const { names, nodes } = await clusterGraphNames(running.cluster);
    expect(names).toContain("mail-queue-count");
    expect(names).toEqual([...new Set(names)].sort());
    expect(nodes.map((node) => explainFailure(node)?.code)).toEqual([undefined, undefined, "unauthorized"]);
  });
});

describe("counters and rates over running nodes", () => {
  it("are added up by their keys, with the nodes that have them", async () => {
    const own = await Promise.all(everyNode.map((name) => allCounters(gatewayOf(name), { key1: "mail:%" })));
    const { counters, nodes } = await clusterCounters(running.cluster, { key1: "mail:%" });
    expect(nodes.map((node) => (node.status === "ok" ? node.value : -1))).toEqual(
      own.map(({ length }) => length),
    );
    for (const counter of counters) {
      const same = own.map((rows) =>
        rows.filter((row) => (["key1", "key2", "key3"] as const).every((key) => row[key] === counter[key])),
      );
      expect(counter.count).toBe(same.flat().reduce((sum, { count }) => sum + BigInt(count), 0n));
      expect(counter.since).toBe(Math.min(...same.flat().map(({ created }) => Number(created))));
      expect(counter.updated).toBe(Math.max(...same.flat().map(({ updated }) => Number(updated))));
      expect(counter.nodes).toEqual(everyNode.filter((_, index) => (same[index]?.length ?? 0) > 0));
    }
    const keys = (rows: readonly { key1: string; key2: string; key3: string }[]): Set<string> =>
      new Set(rows.map(({ key1, key2, key3 }) => JSON.stringify([key1, key2, key3])));
    expect(keys(counters)).toEqual(keys(own.flat()));
  });

  it("are those that match: absent keys match any, empty ones only blank ones", async () => {
    const gateway = gatewayOf("mx1");
    const all = await allCounters(gateway, {});
    const blank = await allCounters(gateway, { key1: "mail:total", key3: "" });
    expect(blank.length).toBeGreaterThan(0);
    expect(blank).toEqual(all.filter(({ key1, key3 }) => key1 === "mail:total" && key3 === ""));
  });

  it("are those of the other nodes when one is down", async () => {
    running.node("mx1").setFaults(["statList:http500"]);
    const { counters, nodes } = await clusterCounters(running.cluster, { key1: "mail:total", key3: "" });
    expect(nodes.map(({ status }) => status)).toEqual(["failed", "ok", "ok"]);
    expect(counters.map(({ nodes: names }) => names)).toEqual(counters.map(() => ["mx2", "mx3"]));
  });

  it("have only rates above a bound, and of a namespace", async () => {
    const gateway = gatewayOf("mx2");
    const all = await allRates(gateway, {});
    expect(all.length).toBeGreaterThan(3);
    const above = await allRates(gateway, { above: 1 });
    expect(above).toEqual(all.filter(({ count }) => Number(count) > 1));
    const one = await allRates(gateway, { namespace: "inbound-by-ip", exactNamespace: true });
    expect(one).toEqual(all.filter(({ ns }) => ns === "inbound-by-ip"));
  });
});

describe("the configuration of running nodes", () => {
  it("drifts where a key has been changed on one of them, and not in what is each node's own", async () => {
    const own = { private: [...defaultPrivateKeys, "system_hostname"] };
    expect((await clusterDrift(running.cluster)).drift).toMatchObject([{ key: "system_hostname" }]);
    const before = await clusterDrift(running.cluster, own);
    expect(before.drift).toEqual([]);
    const [key] = await readConfiguration(gatewayOf("mx2"), { key: "file__2" });
    if (key === undefined) throw new Error("no key");
    const changed = { ...key, params: ["other.csv", ...key.params.slice(1)] };
    const changes = diffKeys([key], [changed]);
    expect(await pushChanges(gatewayOf("mx2"), changes)).toEqual({ done: [key.name] });
    running.node("mx3").setFaults(["configKeys:drop"]);
    const { drift, nodes } = await clusterDrift(running.cluster, own);
    expect(drift.map((each) => each.key)).toEqual([key.name]);
    expect(drift[0]?.variants.map(({ nodes: names }) => names)).toEqual([["mx1"], ["mx2"]]);
    expect(nodes.map(({ status }) => status)).toEqual(["ok", "ok", "failed"]);
    const [latest] = await readRevisions(gatewayOf("mx2"), { limit: 1 });
    expect(latest?.user).toBe("admin");

    const again = await pushChanges(gatewayOf("mx2"), changes);
    expect(again.done).toEqual([]);
    expect(again.failed?.error.message).toContain("has been changed meanwhile");
    const back = diffKeys([changed], [key]);
    expect(await pushChanges(gatewayOf("mx2"), back)).toEqual({ done: [key.name] });
  });
});

describe("discoverNodes", () => {
  it("finds the members that a node knows, and they can be asked with their fingerprints", async () => {
    const gateway = gatewayOf("mx1");
    for (const [index, node] of running.nodes.entries()) {
      const params = [
        { first: "name", second: node.name },
        { first: "address", second: "127.0.0.1" },
        { first: "port", second: String(node.port) },
        { first: "protocol", second: "https" },
        { first: "fingerprint", second: node.fingerprint },
      ];
      await gateway.calls().configKeyAdd(`remote_system__${index + 10}`, params);
    }
    const credentials = new Credentials("admin", running.node("mx2").password);
    const { nodes, systems, problems } = await discoverNodes(gateway, { credentials });
    expect(nodes.map(({ name }) => name)).toEqual(everyNode);
    expect(systems.flatMap(({ warnings }) => warnings)).toEqual([]);
    expect(problems).toEqual([]);
    const [, second] = nodes;
    if (second === undefined) throw new Error("no second node");
    await using found = createGateway(second);
    expect(await found.calls().getVersion()).toBe("4.8-p1");
  });
});
