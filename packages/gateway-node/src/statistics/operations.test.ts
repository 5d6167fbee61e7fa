import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGateway, Credentials, readRrd } from "@mailmux/gateway-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, faultOf } from "../../test/client.ts";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";

type Client = ReturnType<typeof clientOf>;

const start = 1_790_000_000_000;
const domain = "nordfrakt.example";
const rrdtool = process.env["MAILMUX_RRDTOOL"] || undefined;

describe("the operations on statistics, over the network", () => {
  let node: GatewayNode;
  let client: Client;
  const clock = new VirtualClock(start);
  beforeAll(async () => {
    node = await createGatewayNode({ messages: 400, clock });
    client = clientOf(node);
    clock.advance(600_000);
  });
  afterAll(async () => {
    await client.close();
    await node.close();
  });

  const list = async (keys: Parameters<Client["statList"]>[0]) => (await client.statList(keys)).result.item;

  it("tell a blank key from one that is left out", async () => {
    const all = await list({ key1: "mail:total", key2: "mailserver:1" });
    const blank = await list({ key1: "mail:total", key2: "mailserver:1", key3: "" });
    const ours = await list({ key1: "mail:total", key2: "mailserver:1", key3: domain });
    expect(all.length).toBe(6);
    expect([blank.length, ours.length]).toEqual([1, 1]);
    const count = (rows: typeof all) => rows.reduce((sum, row) => sum + Number(row.count), 0);
    // What this server receives is to our domains; what it makes itself, reports to strangers, is not.
    expect(count(all)).toBeGreaterThan(1.9 * count(blank));
    expect(count(all)).toBeLessThanOrEqual(2 * count(blank));
    for (const { created, updated } of all) {
      expect(Number(created)).toBeLessThanOrEqual(Number(updated));
      expect(Number(updated)).toBeLessThanOrEqual(clock.now() / 1_000);
    }
    expect(await list({ key2: "" })).toEqual([]);
  });

  it("find counters by patterns, in the order of their keys, page by page", async () => {
    const actions = await list({ key1: "mail:action:%", key2: "mailserver:1", key3: domain });
    const names = actions.map(({ key1 }) => key1);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(
      expect.arrayContaining(["mail:action:deliver", "mail:action:reject", "mail:action:block"]),
    );
    const all = await list({});
    const pages = [];
    for (let offset = 0; offset < all.length + 7; offset += 7)
      pages.push(...(await list({ offset, limit: 7 })));
    expect(pages).toEqual(all);
    expect(await list({ limit: -1 })).toEqual([]);
    expect((await list({ key1: "hsl:stat" })).map(({ key2, key3 }) => `${key2} ${key3}`)).toEqual([
      "ip-family ipv4",
      "ip-family ipv6",
    ]);
    const policies = await list({ key1: "ippolicy:%", key3: "" });
    expect(policies.map(({ key1 }) => key1)).toEqual(
      expect.arrayContaining(["ippolicy:allow", "ippolicy:blocked"]),
    );
  });

  it("clear counters and say how many", async () => {
    expect((await client.statClear({ key1: "hsl:%" })).result).toBe(2);
    expect(await list({ key1: "hsl:stat" })).toEqual([]);
    expect((await client.statClear({ key1: "hsl:%" })).result).toBe(0);
  });

  it("give graphs of mail, machine, network and scripts, with the same rows", async () => {
    const { item: names } = (await client.graphList()).result;
    expect(names).toEqual(
      expect.arrayContaining([
        `mail-stat-mailserver-1-${domain}`,
        "system-cpu-usage",
        "interface-ether1-bandwidth",
        "mail-queue-count",
        "hsl-stat-ip-family",
      ]),
    );
    for (const name of names) {
      const file = readRrd((await client.graphFile({ name })).result);
      expect(file).toMatchObject({
        step: 60,
        lastUpdate: clock.now() / 1_000 - ((clock.now() / 1_000) % 60),
      });
      expect(file.archives).toMatchObject([
        { consolidation: "AVERAGE", xff: 0.5, pdpPerRow: 1, rows: 1_440 },
        { consolidation: "AVERAGE", xff: 0.5, pdpPerRow: 30, rows: 1_488 },
        { consolidation: "AVERAGE", xff: 0.5, pdpPerRow: 1_440, rows: 365 },
      ]);
      expect(file.dataSources.every((source) => source.name.length >= 4)).toBe(true);
      const isMail = name.startsWith("mail-stat-");
      if (!isMail) continue;
      expect(file.dataSources.map((source) => source.name)).toEqual([
        ...["reject", "deliver", "quarantine", "delete", "allow", "block", "defer"],
      ]);
      expect(file.dataSources.every(({ type, heartbeat }) => type === "COUNTER" && heartbeat === 120)).toBe(
        true,
      );
      expect(file.archives.every(({ values }) => !values.some(Number.isNaN))).toBe(true);
    }
    expect(await faultOf(client.graphFile({ name: "mail-stat-nobody" }))).toMatchObject({
      httpStatus: 500,
      faultstring: "graph not found",
    });
  });

  it.skipIf(rrdtool === undefined)("give files that rrdtool reads as we do, and can go on with", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mailmux-graph-"));
    const name = `mail-stat-mailserver-1-${domain}`;
    const bytes = (await client.graphFile({ name })).result;
    const { lastUpdate, archives } = readRrd(bytes);
    writeFileSync(join(folder, "graph.rrd"), bytes);
    const run = (...argv: string[]): string => {
      const { stdout, stderr, status } = spawnSync(rrdtool ?? "", argv, {
        cwd: folder,
        encoding: "utf8",
        env: { TZ: "UTC" },
      });
      expect(stderr).toBe("");
      expect(status).toBe(0);
      return stdout;
    };
    const printed = run(
      "fetch",
      "graph.rrd",
      "AVERAGE",
      "-s",
      String(lastUpdate - 300),
      "-e",
      String(lastUpdate - 1),
    );
    const rows = [...printed.matchAll(/^\d+: (.*)$/gm)].map(([, text = ""]) => text.split(" ").map(Number));
    expect(rows).toHaveLength(5);
    const values = [...(archives[0]?.values.subarray(-35) ?? [])];
    rows.flat().forEach((value, index) => expect(value).toBeCloseTo(values[index] ?? NaN, 8));
    run("update", "graph.rrd", `${lastUpdate + 60}:${"0:".repeat(6)}0`);
    rmSync(folder, { recursive: true });
  });

  it("begin a graph anew", async () => {
    const name = `mail-stat-mailserver-2-${domain}`;
    await client.graphClear({ name });
    const file = readRrd((await client.graphFile({ name })).result);
    expect(file.archives.every(({ values }) => values.every(Number.isNaN))).toBe(true);
    expect((await faultOf(client.graphClear({ name: "none" }))).faultstring).toBe("graph not found");
  });

  it("give a domain that is configured counters and a graph, and forget the graph with the domain", async () => {
    const name = "mail-stat-mailserver-1-new.example";
    const { result: key } = await client.configKeyAdd({
      key: "mail_domain",
      params: { item: [{ first: "domain", second: "New.example" }] },
    });
    expect((await client.graphList()).result.item).toContain(name);
    const file = readRrd((await client.graphFile({ name })).result);
    expect(file.archives[0]?.values.every(Number.isNaN)).toBe(true);
    await client.configKeyDelete({ key });
    expect((await client.graphList()).result.item).not.toContain(name);
  });
});

describe("rates and caches, over the network", () => {
  let node: GatewayNode;
  let client: Client;
  const clock = new VirtualClock(start);
  beforeAll(async () => {
    node = await createGatewayNode({ messages: 1_000, clock });
    client = clientOf(node);
    clock.advance(300_000);
  });
  afterAll(async () => {
    await client.close();
    await node.close();
  });

  const rates = async (call: Parameters<Client["hslRate"]>[0] = {}) =>
    (await client.hslRate(call)).result.item;

  it("are above the number given, and no less", async () => {
    const all = await rates();
    const one = Number(all.find(({ count }) => Number(count) > 1)?.count);
    const above = await rates({ count: one });
    expect(above).toEqual(all.filter(({ count }) => Number(count) > one));
    expect(above.length).toBeLessThan(all.length);
  });

  it("are found by a part of their names in any case, by a pattern, or exactly", async () => {
    const all = await rates({ ns: "inbound-by-ip", matchexact: { ns: true } });
    expect(all.length).toBeGreaterThan(10);
    expect(await rates({ ns: "BY-IP" })).toEqual(all);
    expect(await rates({ ns: "BY-IP", matchexact: { ns: true } })).toEqual([]);
    expect(await rates({ ns: "%ip" })).toEqual(all);
    expect(await rates({ ns: "ip%" })).toEqual([]);
    const [first] = all;
    const exact = { ns: "inbound-by-ip", entry: first?.entry ?? "", matchexact: { ns: true, entry: true } };
    expect(await rates(exact)).toEqual([first]);
  });

  it("come in pages that go on behind the last row", async () => {
    const all = await rates();
    const keys = all.map(({ ns, entry }) => `${ns}\0${entry}`);
    expect(keys).toEqual(
      keys.toSorted((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
    );
    const found = [];
    let last: (typeof all)[number] | undefined;
    for (;;) {
      const page: typeof all = await rates({
        paging: { limit: 25, ...(last && { ns: last.ns, entry: last.entry }) },
      });
      found.push(...page);
      last = page.at(-1);
      if (page.length < 25) break;
    }
    expect(found).toEqual(all);
  });

  it("go one by one, by a pattern, or all of a namespace", async () => {
    const ns = "inbound-by-ip";
    const all = await rates({ ns });
    const pattern = "192.%";
    const some = all.filter(({ entry }) => entry.startsWith("192."));
    expect(some.length).toBeGreaterThan(0);
    expect((await client.hslRateClear({ ns, entry: all[0]?.entry ?? "" })).result).toBe(1);
    const left = some.filter(({ entry }) => entry !== all[0]?.entry).length;
    expect((await client.hslRateClear({ ns, entry: pattern })).result).toBe(left);
    const rest = (await rates({ ns })).length;
    expect((await client.hslRateClear({ ns, entry: "" })).result).toBe(rest);
    expect(await rates({ ns })).toEqual([]);
    expect((await rates()).length).toBeGreaterThan(0);
  });

  it("show what scripts have cached, and forget it", async () => {
    const before = (await client.hslCacheList({})).result.item;
    expect(before.map((cache) => cache.function)).toEqual(
      expect.arrayContaining(["dns_blocklist", "mx_lookup"]),
    );
    const lookups = before.find((cache) => cache.function === "mx_lookup");
    expect(Number(lookups?.items)).toBeGreaterThan(0);
    await client.dnsCacheFlush();
    const items = async (name: string) =>
      (await client.hslCacheList({ function: name })).result.item[0]?.items;
    expect(await items("mx_lookup")).toBe(0);
    const { result } = await client.hslCacheClear({ function: "dns_blocklist" });
    expect(Number(result)).toBeGreaterThan(0);
    expect(await items("dns_blocklist")).toBe(0);
  });
});

it("has rates, caches and counters from the start, without any traffic", async () => {
  await using node = await createGatewayNode({ messages: 2_000, traffic: false });
  const gateway = createGateway({
    name: node.name,
    endpoint: node.url,
    address: "",
    credentials: new Credentials(node.user, node.password),
    tls: { fingerprints: [node.fingerprint] },
    allowPlaintextAuth: false,
  });
  const { item } = (await gateway.client.hslRate({})).result;
  expect(new Set(item.map(({ ns }) => ns))).toEqual(
    new Set(["daily-stat", "inbound-by-ip", "outbound-by-domain", "outbound-by-sender"]),
  );
  expect((await gateway.client.hslCacheList({})).result.item.length).toBe(2);
  const [total] = (await gateway.client.statList({ key1: "mail:total", key3: "" })).result.item;
  expect(Number(total?.count)).toBeGreaterThan(1_000);
  await gateway.close();
});
