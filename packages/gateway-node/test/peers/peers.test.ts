import { operationNames } from "@mailmux/gateway-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peerKinds, type Peer, type PeerKind } from "./peer.ts";
import { startNodeAndPeer, type NodeAndPeer } from "./start-node.ts";

/** Where none of the programs is there, one of them is shown as left out. */
const kinds: readonly PeerKind[] = peerKinds.length === 0 ? ["php"] : peerKinds;

/** Programs of another make call every operation and get what the contract says that they get. */
describe.skipIf(peerKinds.length === 0).each(kinds)("%s", (kind) => {
  let both: NodeAndPeer;
  let peer: Peer;
  const called = new Set<string>();

  beforeAll(async () => {
    both = await startNodeAndPeer(kind);
    peer = both.peer;
  });
  afterAll(() => both[Symbol.asyncDispose]());

  /** What is under `result` of an answer. */
  const result = async (operation: string, args: Record<string, unknown> = {}): Promise<unknown> => {
    called.add(operation);
    return peer.result(await peer.call(operation, args));
  };
  const list = async (operation: string, args: Record<string, unknown> = {}) =>
    peer.items(await result(operation, args));
  /** Answers that declare several children come as they are. */
  const whole = async (operation: string, args: Record<string, unknown> = {}) => {
    called.add(operation);
    return (await peer.call(operation, args)) as Record<string, unknown>;
  };
  /** Operations without an answer: nothing comes, whatever nothing is called here. */
  const nothing = async (operation: string, args: Record<string, unknown> = {}): Promise<void> => {
    called.add(operation);
    const value = await peer.call(operation, args);
    expect(value === null || (typeof value === "object" && Object.keys(value).length === 0)).toBe(true);
  };
  const rows = async (
    operation: "mailQueue" | "mailHistory",
    filter: string,
    more: Record<string, unknown> = {},
  ) => peer.items((await whole(operation, { filter, limit: 100, ...more }))["result"]);

  it("signs in and learns what node it is", async () => {
    expect(await result("login")).toMatchObject({ fullname: both.node.user });
    expect(await result("getVersion")).toBe("4.8-p1");
    expect(await result("getUptime")).toEqual(expect.any(Number));
    expect(await result("getSerial")).toMatch(/^\d+$/);
    const [utc, local] = [await result("getTime", { utc: true }), await result("getTime")];
    expect(utc).toEqual(expect.any(Number));
    expect(local).toEqual(expect.any(Number));
  });

  it("lists messages newest first, with every field of its type", async () => {
    const queue = await rows("mailQueue", "action=DELIVER");
    expect(queue).toHaveLength(45);
    for (const row of queue) {
      expect(row).toMatchObject({
        id: expect.any(Number),
        msgid: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        msgaction: "DELIVER",
        msgts: expect.any(Number),
        msgts0: expect.any(Number),
        msgactionid: expect.any(Number),
        msgretries: expect.any(Number),
        msgto: expect.stringMatching(/^[^@]+@[^@]+$/),
      });
      expect(peer.bytes(row["msgsubject"]).toString("utf8")).not.toContain("\uFFFD");
      for (const { second } of peer.items(row["msgscore"])) expect(second).toMatch(/^[^|]+\|[^|]*$/);
    }
    const times = queue.map((row) => Number(row["msgts0"]));
    expect(times).toEqual([...times].sort((left, right) => right - left));
    const errors = queue
      .map((row) => peer.bytes(row["msgerror"]).toString("utf8"))
      .filter((text) => text !== "");
    expect(errors.length).toBeGreaterThan(5);
    for (const text of errors) expect(text).toMatch(/[a-z]{3}/);
  });

  it("pages by offset and limit, and counts only when asked", async () => {
    const all = await rows("mailHistory", "");
    const ids = (found: readonly Record<string, unknown>[]) => found.map(({ id }) => id);
    const pieces = [
      ...(await rows("mailHistory", "", { limit: 30 })),
      ...(await rows("mailHistory", "", { limit: 30, offset: 30 })),
    ];
    expect(ids(pieces)).toEqual(ids(all.slice(0, 60)));
    const plain = await whole("mailHistory", { filter: "", limit: 1 });
    expect(plain["totalhits"] ?? null).toBeNull();
    const counted = await whole("mailHistory", { filter: "", limit: 1, options: { totalhits: true } });
    expect(counted["totalhits"]).toBe(180);
    expect(peer.items((await whole("mailQueue", { filter: "", limit: 10_000 }))["result"])).toHaveLength(60);
  });

  it("sends filters with empty operands and quotes, and gets an empty list where nothing matches", async () => {
    expect(await rows("mailQueue", "action=QUARANTINE  &&  && size>0 && ")).toHaveLength(15);
    const answer = await whole("mailQueue", { filter: 'subject~"no \\"such\\" subject"', limit: 5 });
    expect(answer).toHaveProperty("result");
    expect(peer.items(answer["result"])).toEqual([]);
    expect((await peer.fault("mailQueue", { filter: "nosuch=1", limit: 1 })).text).toContain("nosuch");
  });

  it("retries, releases, bounces, deletes and moves messages", async () => {
    const [first, second, third, fourth] = await rows("mailQueue", "action=DELIVER");
    const [held, other] = await rows("mailQueue", "action=QUARANTINE");
    const count = async (filter: string): Promise<unknown> =>
      (await whole("mailQueue", { filter, limit: 1, options: { totalhits: true } }))["totalhits"];
    await nothing("mailQueueRetry", { id: `${first?.["id"]},${second?.["id"]}` });
    await nothing("mailQueueRetry", { id: String(held?.["id"]), duplicate: false });
    expect(await count(`queueid=${held?.["id"]} action=DELIVER`)).toBe(1);
    await nothing("mailQueueDelete", { id: String(third?.["id"]) });
    expect(await count(`queueid=${third?.["id"]}`)).toBe(0);
    await nothing("mailQueueBounce", { id: String(fourth?.["id"]) });
    expect(await count(`queueid=${fourth?.["id"]}`)).toBe(0);
    expect(await rows("mailHistory", `queueid=${fourth?.["id"]} action=BOUNCE`)).toHaveLength(1);
    const moved = await result("mailQueueUpdateBulk", {
      filter: `queueid=${other?.["id"]}`,
      fields: peer.list([{ first: "quarantine", second: "mailquarantine:9" }]),
    });
    expect(moved).toBe(1);
    expect(await count("quarantine=mailquarantine:9")).toBe(1);
    for (const operation of ["mailQueueRetry", "mailQueueDelete", "mailQueueBounce"]) {
      expect((await peer.fault(operation, { id: "99999999999" })).text).toContain("queueid not found");
    }
  });

  it("acts on every match of a filter and gets the number of them", async () => {
    const waiting = (await rows("mailQueue", "action=DELIVER")).map((row) => row["id"]);
    const filter = (index: number): string => `queueid=${waiting[index]}`;
    expect(await result("mailQueueRetryBulk", { filter: filter(0), duplicate: false })).toBe(1);
    expect(await result("mailQueueRetryBulk", { filter: filter(0), retrydelay: 600 })).toBe(1);
    expect(await result("mailQueueBounceBulk", { filter: filter(1) })).toBe(1);
    expect(await result("mailQueueDeleteBulk", { filter: filter(2) })).toBe(1);
    expect(await result("mailQueueDeleteBulk", { filter: "from=nobody@nowhere.invalid" })).toBe(0);
    expect(Array.isArray(await list("mailQueueInTransit"))).toBe(true);
  });

  it("downloads a message piece by piece, and the same one as a file", async () => {
    const [row] = await rows("mailQueue", "action=DELIVER");
    const size = 1_000;
    const pieces: Buffer[] = [];
    for (let offset = 0; pieces.at(-1)?.length === size || offset === 0; offset += size) {
      called.add("mailQueueDownload");
      const args = { id: String(row?.["id"]), offset, size, original: true };
      const value = await peer.call("mailQueueDownload", args);
      // Text in base64 that the program decodes itself, whoever it is; its one child is `data` and not `result`.
      const data = typeof value === "object" && value !== null ? (value as { data: string }).data : value;
      pieces.push(Buffer.from(typeof data === "string" ? data : "", "base64"));
    }
    const message = Buffer.concat(pieces);
    expect(message.toString("latin1")).toMatch(/^[A-Za-z-]+: /);
    expect(message.toString("latin1")).toContain("\r\n\r\n");
    const read = await whole("fileRead", { file: row?.["msgpath"], offset: 0, size: 999_999_999 });
    expect(read["size"]).toBe(peer.bytes(read["data"]).length);
    expect(peer.bytes(read["data"]).equals(message)).toBe(true);
    expect(read["offset"]).toBe(message.length);
    const path = String(row?.["msgpath"]);
    const folder = await list("fileList", { path: path.slice(0, path.lastIndexOf("/")) });
    expect(folder.map(({ name }) => name)).toContain(path.slice(path.lastIndexOf("/") + 1));
    await peer.fault("fileRead", { file: "/etc/passwd" });
    await peer.fault("fileRead", { file: "/storage/mail/../../etc/passwd" });
  });

  it("reads counters, graphs, rates and caches, and clears them", async () => {
    const counters = await list("statList", { key1: "mail:action:%", limit: 100 });
    expect(counters.length).toBeGreaterThan(0);
    for (const counter of counters) {
      expect(counter).toMatchObject({
        key1: expect.stringMatching(/^mail:action:/),
        count: expect.any(Number),
      });
      expect(Number(counter["created"])).toBeLessThanOrEqual(Number(counter["updated"]));
    }
    const [first] = counters;
    // A blank text is nothing to suds, and left out it would mean any.
    const cleared = {
      key1: first?.["key1"] ?? "",
      key2: first?.["key2"] ?? "",
      key3: first?.["key3"] ?? "",
    };
    expect(await result("statClear", cleared)).toBe(1);
    expect(await list("statList", cleared)).toEqual([]);
    const names = await result("graphList");
    const [name] = peer.items(names) as unknown as string[];
    const file = peer.bytes(await result("graphFile", { name }));
    expect(file.subarray(0, 4).toString("latin1")).toBe("RRD\0");
    await nothing("graphClear", { name });
    await peer.fault("graphFile", { name: "no-such-graph" });
    const rates = await list("hslRate", { matchexact: { ns: false }, count: 0, paging: { limit: 10_000 } });
    for (const rate of rates) expect(Number(rate["count"])).toBeGreaterThan(0);
    expect(await result("hslRateClear", { ns: "no-such-namespace", entry: "" })).toBe(0);
    for (const cache of await list("hslCacheList")) expect(cache).toHaveProperty("function");
    expect(await result("hslCacheClear", { ns: "no-such-namespace" })).toBe(0);
    await nothing("dnsCacheFlush");
  });

  it("runs commands: polls until the fault that is the end, types, resizes, signals and stops", async () => {
    const run = async (...argv: string[]): Promise<string> => {
      const id = await result("commandRun", {
        argv: peer.list(argv.map((each) => peer.argument(each))),
        cols: 80,
        rows: 24,
      });
      expect(typeof id).toBe("string");
      return String(id);
    };
    const poll = async (commandid: string): Promise<string | undefined> => {
      called.add("commandPoll");
      const [answer] = await peer.callAll([{ operation: "commandPoll", args: { commandid } }]);
      if (answer === undefined || answer.fault !== undefined) return undefined;
      const chunks = peer.items(peer.result(answer.value));
      return Buffer.concat(chunks.map((chunk) => peer.bytes(chunk))).toString("utf8");
    };
    const outputOf = async (commandid: string, until = (_: string) => false): Promise<string> => {
      let output = "";
      for (let more = await poll(commandid); more !== undefined; more = await poll(commandid)) {
        output += more;
        if (until(output)) break;
      }
      return output;
    };
    const counters = (await outputOf(await run("statd", "-l"))).split("\r\n");
    expect(counters).toContain("mail-queue-count");
    expect(await outputOf(await run("statd", "-g", "mail-queue-count"))).toMatch(/^[^=\r\n]+=\d+\r\n/);

    const [row] = await rows("mailQueue", "action=DELIVER");
    const log = await outputOf(
      await run("searchlog", "-a", String(row?.["msgts"]), "--", `${row?.["msgid"]}`),
    );
    expect(log).toContain("\r\n");
    const preview = await outputOf(await run("previewmessage", String(row?.["msgpath"]), "marker-1"));
    expect(preview).toMatch(/\r\nmarker-1\|(?:TEXT|HTML)\r\n/);

    const shell = await run("hsh");
    await nothing("commandTermsize", { commandid: shell, cols: 100, rows: 30 });
    await nothing("commandPush", { commandid: shell, data: peer.argument("20 + 22\n") });
    expect(await outputOf(shell, (output) => output.includes("42"))).toContain("42");
    await nothing("commandSignal", { commandid: shell, signal: 2 });
    await nothing("commandStop", { commandid: shell });
    expect(await poll(shell)).toBeUndefined();
    await peer.fault("commandRun", { argv: peer.list([peer.argument("rm"), peer.argument("-rf")]) });
  });

  it("reads and changes the configuration, and sees its revisions", async () => {
    const keys = await list("configKeys");
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      const params = peer.items(key["params"]) as unknown as (string | null)[];
      // An empty first parameter would vanish in suds and move the others.
      expect(params[0] ?? "", String(key["name"])).not.toBe("");
    }
    const params = peer.list([
      { first: "name", second: "notes.txt" },
      { first: "type", second: "text/plain" },
      { first: "data", second: Buffer.from('a|b, "c"\nÅ & <d>').toString("base64") },
    ]);
    const name = await result("configKeyAdd", { key: "file", params });
    expect(name).toMatch(/^file__\d+$/);
    await nothing("configKeySet", { key: name, params: peer.list([{ first: "name", second: 'Ünï|"q",' }]) });
    const [changed] = await list("configKeys", { key: name });
    expect(peer.items(changed?.["params"])).toEqual([
      'Ünï|"q",',
      "text/plain",
      Buffer.from('a|b, "c"\nÅ & <d>').toString("base64"),
    ]);
    await peer.fault("configKeySet", { key: name, params: peer.list([{ first: "nosuch", second: "1" }]) });
    const log = await list("configRevisionLog", { limit: 2 });
    expect(log).toHaveLength(2);
    expect(log[0]).toMatchObject({
      revision: expect.any(Number),
      time: expect.any(Number),
      user: both.node.user,
    });
    const text = peer.bytes(await result("configExport")).toString("utf8");
    expect(text).toContain(String(name));
    const config = peer.argument(text);
    expect(peer.items(await result("configKeysCheck", { config }))).toEqual([]);
    await nothing("configKeyDelete", { key: name });
    const head = Number((await list("configRevisionLog", { limit: 1 }))[0]?.["revision"]);
    await peer.fault("configImport", { config, id: head - 1 });
    expect(await result("configImport", { config, revision: head, message: "Back again" })).toBe(head + 1);
    expect(await list("configKeys", { key: name })).toHaveLength(1);
    await nothing("configKeyDelete", { key: name });
    expect(await result("configKeysImport", { config, message: "And again" })).toBe(head + 3);
    const good = { type: "mail_flow", script: peer.argument('echo "hello";\n') };
    expect(peer.items(await result("hslCheckScript", good))).toEqual([]);
    const bad = await list("hslCheckScript", {
      type: "mail_flow",
      script: peer.argument('\necho("hello;\n'),
    });
    expect(bad[0]).toMatchObject({ line: 2 });
  });

  it("downloads an update, cancels it, and is told when there is none", async () => {
    called.add("updateDownloadStatus");
    expect((await peer.fault("updateDownloadStatus")).text).toContain("No pending update");
    await nothing("updateDownloadStart");
    expect(Number(await result("updateDownloadStatus"))).toBeGreaterThanOrEqual(0);
    called.add("updateInstall");
    await peer.fault("updateInstall");
    await nothing("updateDownloadCancel");
    await peer.fault("updateDownloadStatus");
    called.add("licenseImport");
    await peer.fault("licenseImport", { data: peer.argument("no licence") });
  });

  it("has called every operation by now", () => {
    expect(operationNames.filter((name) => !called.has(name))).toEqual([]);
  });
});

describe.skipIf(peerKinds.length === 0).each(kinds)("%s with a wrong password", (kind) => {
  it("learns of it in the words that it looks for", async () => {
    await using both = await startNodeAndPeer(kind, {}, { password: "wrong" });
    expect((await both.peer.fault("login")).text).toContain("Unauthorized");
  });
});

describe.skipIf(peerKinds.length === 0).each(kinds)("%s with several calls", (kind) => {
  it("gets all answers in their order", async () => {
    await using both = await startNodeAndPeer(kind);
    const calls = [1, 2, 3, 4].map((limit) => ({ operation: "mailQueue", args: { filter: "", limit } }));
    const answers = await both.peer.callAll(calls);
    const lengths = answers.map((answer) =>
      answer.fault === undefined ? both.peer.items((answer.value as { result: unknown }).result).length : -1,
    );
    expect(lengths).toEqual([1, 2, 3, 4]);
  });
});
