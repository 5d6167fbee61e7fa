import { SoapFault } from "@mailmux/soap-future";
import { describe, expect, it } from "vitest";
import {
  condition,
  everything,
  type Gateway,
  type GatewayCalls,
  type GatewayService,
  type OperationName,
  operationNames,
} from "../src/index.ts";
import { fakeCluster, record } from "./fake-gateways.ts";
import { gatewayWith } from "./recording-gateway.ts";

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const list = <T>(...item: T[]): { item: T[] } => ({ item });

/** How an operation is called, what the node gets, what it answers, and what the caller sees. */
interface Case<K extends OperationName> {
  call: (calls: GatewayCalls) => Promise<unknown>;
  input: GatewayService[K]["input"];
  output: GatewayService[K]["output"];
  plain: unknown;
}

const message = { ...record(2n ** 60n, 100), msgmetadata: list({ first: "__proto__", second: "x" }) };
const plainMessage = {
  id: "1152921504606846976",
  messageId: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
  actionId: 1,
  receivedAt: 100,
  receivedAtLocal: 3700,
  action: "DELIVER",
  from: "a@example.com",
  to: "b@example.org",
  subject: "subject 1152921504606846976",
  ip: "192.0.2.7",
  scores: [],
  metadata: Object.fromEntries([["__proto__", "x"]]),
};

const cases: { [K in OperationName]: Case<K> } = {
  login: {
    call: (calls) => calls.login(),
    input: {},
    output: { result: { fullname: "Anna", remotehost: "192.0.2.1" } },
    plain: { fullName: "Anna", remoteHost: "192.0.2.1" },
  },
  getVersion: {
    call: (calls) => calls.getVersion(),
    input: {},
    output: { result: "4.8-p1" },
    plain: "4.8-p1",
  },
  getUptime: { call: (calls) => calls.getUptime(), input: {}, output: { result: 5 }, plain: 5 },
  getSerial: {
    call: (calls) => calls.getSerial(),
    input: {},
    output: { result: "025945435" },
    plain: "025945435",
  },
  getTime: {
    call: (calls) => calls.getTime({ utc: true }),
    input: { utc: true },
    output: { result: 1_414_751_584 },
    plain: 1_414_751_584,
  },
  mailQueue: {
    call: (calls) =>
      calls.mailQueue({ filter: "from=a@x  to=b@x &&  && ", offset: 1, limit: 2, withTotal: true }),
    input: { filter: "from=a@x and to=b@x", offset: 1, limit: 2, options: { totalhits: true } },
    output: { result: list(message), totalhits: 7 },
    plain: { messages: [plainMessage], total: 7 },
  },
  mailHistory: {
    call: (calls) =>
      calls.mailHistory({ filter: condition("subject", "=", 'x" or time>1'), withTotal: false }),
    input: { filter: 'subject="x\\" or time>1"' },
    output: { result: list() },
    plain: { messages: [] },
  },
  mailQueueRetry: {
    call: (calls) => calls.mailQueueRetry(["18446744073709551615", "2"], { duplicate: true }),
    input: { id: "18446744073709551615,2", duplicate: true },
    output: {},
    plain: undefined,
  },
  mailQueueDelete: {
    call: (calls) => calls.mailQueueDelete("5"),
    input: { id: "5" },
    output: {},
    plain: undefined,
  },
  mailQueueBounce: {
    call: (calls) => calls.mailQueueBounce(["5"]),
    input: { id: "5" },
    output: {},
    plain: undefined,
  },
  mailQueueRetryBulk: {
    call: (calls) => calls.mailQueueRetryBulk("retry>3", { duplicate: false, retryDelaySeconds: 60 }),
    input: { filter: "retry>3", duplicate: false, retrydelay: 60 },
    output: { result: 3 },
    plain: 3,
  },
  mailQueueDeleteBulk: {
    call: (calls) => calls.mailQueueDeleteBulk({ raw: "queue=late" }),
    input: { filter: "queue=late" },
    output: { result: 0 },
    plain: 0,
  },
  mailQueueBounceBulk: {
    call: (calls) => calls.mailQueueBounceBulk("", { everything: true }),
    input: { filter: "" },
    output: { result: 9 },
    plain: 9,
  },
  mailQueueUpdateBulk: {
    call: (calls) => calls.mailQueueUpdateBulk("size>5", { quarantine: "mailquarantine:2" }),
    input: { filter: "size>5", fields: list({ first: "quarantine", second: "mailquarantine:2" }) },
    output: { result: 1 },
    plain: 1,
  },
  mailQueueDownload: {
    call: (calls) => calls.mailQueueDownload("5", { original: true }),
    input: { id: "5", offset: 0, size: 10_000, original: true },
    output: { data: "SGVs\r\nbG8=\n" },
    plain: bytes("Hello"),
  },
  mailQueueInTransit: {
    call: (calls) => calls.mailQueueInTransit(),
    input: {},
    output: {
      result: list({
        id: 5,
        msgid: "m",
        msgfrom: "",
        msgto: "b@x",
        transport: "mailtransport:1",
        destination: "mx.x:25",
        started: 100,
      }),
    },
    plain: [
      {
        id: "5",
        messageId: "m",
        from: "",
        to: "b@x",
        transport: "mailtransport:1",
        destination: "mx.x:25",
        startedAt: 100,
      },
    ],
  },
  statList: {
    call: (calls) => calls.statList({ key1: "mail:%", key2: "", key3: undefined, limit: 5 }),
    input: { key1: "mail:%", key2: "", limit: 5 },
    output: { result: list({ key1: "a", key2: "", key3: "c", count: 5, created: 1, updated: 2 }) },
    plain: [{ key1: "a", key2: "", key3: "c", count: 5, created: 1, updated: 2 }],
  },
  statClear: {
    call: (calls) => calls.statClear({ key1: "a" }),
    input: { key1: "a" },
    output: { result: 2 },
    plain: 2,
  },
  graphList: {
    call: (calls) => calls.graphList(),
    input: {},
    output: { result: list("system-cpu-usage") },
    plain: ["system-cpu-usage"],
  },
  graphFile: {
    call: (calls) => calls.graphFile("system-cpu-usage"),
    input: { name: "system-cpu-usage" },
    output: { result: Uint8Array.of(0, 255) },
    plain: Uint8Array.of(0, 255),
  },
  graphClear: {
    call: (calls) => calls.graphClear("hsl-stat-x"),
    input: { name: "hsl-stat-x" },
    output: {},
    plain: undefined,
  },
  hslRate: {
    call: (calls) =>
      calls.hslRate({ ns: "auth", exactNs: true, above: 4, limit: 10, after: { ns: "auth", entry: "a" } }),
    input: {
      ns: "auth",
      count: 4,
      matchexact: { ns: true, entry: false },
      paging: { limit: 10, ns: "auth", entry: "a" },
    },
    output: { result: list({ ns: "auth", entry: "b", count: 5 }) },
    plain: [{ ns: "auth", entry: "b", count: 5 }],
  },
  hslRateClear: {
    call: (calls) => calls.hslRateClear("auth", ""),
    input: { ns: "auth", entry: "" },
    output: { result: 1 },
    plain: 1,
  },
  hslCacheList: {
    call: (calls) => calls.hslCacheList({ function: "dns" }),
    input: { function: "dns" },
    output: {
      result: list({ program: "smtpd", ns: "", function: "dns", items: 1, hits: 2, misses: 3, size: 4 }),
    },
    plain: [{ program: "smtpd", ns: "", function: "dns", items: 1, hits: 2, misses: 3, sizeBytes: 4 }],
  },
  hslCacheClear: {
    call: (calls) => calls.hslCacheClear(),
    input: {},
    output: { result: 0 },
    plain: 0,
  },
  dnsCacheFlush: { call: (calls) => calls.dnsCacheFlush(), input: {}, output: {}, plain: undefined },
  commandRun: {
    call: (calls) => calls.commandRun(["ping", "ä.example"], { cols: 100 }),
    input: { argv: list(bytes("ping"), bytes("ä.example")), cols: 100 },
    output: { result: "0017" },
    plain: "0017",
  },
  commandPoll: {
    call: (calls) => calls.commandPoll("17"),
    input: { commandid: "17" },
    output: { result: list(bytes("a"), bytes("b")) },
    plain: [bytes("a"), bytes("b")],
  },
  commandPush: {
    call: (calls) => calls.commandPush("17", "\u0003"),
    input: { commandid: "17", data: Uint8Array.of(3) },
    output: {},
    plain: undefined,
  },
  commandSignal: {
    call: (calls) => calls.commandSignal("17", 2),
    input: { commandid: "17", signal: 2 },
    output: {},
    plain: undefined,
  },
  commandTermsize: {
    call: (calls) => calls.commandTermsize("17", 132, 50),
    input: { commandid: "17", cols: 132, rows: 50 },
    output: {},
    plain: undefined,
  },
  commandStop: {
    call: (calls) => calls.commandStop("17"),
    input: { commandid: "17" },
    output: {},
    plain: undefined,
  },
  fileRead: {
    call: (calls) => calls.fileRead("/storage/mail/processed/1", { offset: 5 }),
    input: { file: "/storage/mail/processed/1", offset: 5 },
    output: { data: bytes("abc"), size: 3, offset: 8 },
    plain: { data: bytes("abc"), sizeBytes: 3, nextOffset: 8 },
  },
  fileList: {
    call: (calls) => calls.fileList("/storage/mail"),
    input: { path: "/storage/mail" },
    output: { result: list({ name: "processed", type: "folder", size: 0, modified: 100 }) },
    plain: [{ name: "processed", type: "folder", sizeBytes: 0, modifiedAt: 100 }],
  },
  configKeys: {
    call: (calls) => calls.configKeys("file__"),
    input: { key: "file__" },
    output: { result: list({ name: "file__1", params: list("a", "") }) },
    plain: [{ name: "file__1", params: ["a", ""] }],
  },
  configKeySet: {
    call: (calls) => calls.configKeySet("file__1", [{ first: "name", second: "a|b" }]),
    input: { key: "file__1", params: list({ first: "name", second: "a|b" }) },
    output: {},
    plain: undefined,
  },
  configKeyAdd: {
    call: (calls) => calls.configKeyAdd("file"),
    input: { key: "file" },
    output: { result: "file__2" },
    plain: "file__2",
  },
  configKeyDelete: {
    call: (calls) => calls.configKeyDelete("file__2"),
    input: { key: "file__2" },
    output: {},
    plain: undefined,
  },
  configRevisionLog: {
    call: (calls) => calls.configRevisionLog({ limit: 3 }),
    input: { limit: 3 },
    output: { result: list({ revision: 9, time: 100, user: "anna", message: "x" }) },
    plain: [{ revision: 9, time: 100, user: "anna", message: "x" }],
  },
  configExport: {
    call: (calls) => calls.configExport(9),
    input: { revision: 9 },
    output: { result: bytes("\ufeffä\n") },
    plain: "\ufeffä\n",
  },
  configImport: {
    call: (calls) => calls.configImport("ä", { expectedRevision: 9, message: "new" }),
    input: { config: bytes("ä"), revision: 9, message: "new" },
    output: { result: 10 },
    plain: 10,
  },
  configKeysImport: {
    call: (calls) => calls.configKeysImport("ä", { expectedRevision: 9 }),
    input: { config: bytes("ä"), id: 9 },
    output: { result: 10 },
    plain: 10,
  },
  configKeysCheck: {
    call: (calls) => calls.configKeysCheck("ä"),
    input: { config: bytes("ä") },
    output: { result: list() },
    plain: [],
  },
  hslCheckScript: {
    call: (calls) => calls.hslCheckScript("mail_flow", "x"),
    input: { type: "mail_flow", script: bytes("x") },
    output: { result: list({ line: 1, message: "no" }, { line: 2, column: 3, message: "no" }) },
    plain: [
      { line: 1, message: "no" },
      { line: 2, column: 3, message: "no" },
    ],
  },
  updateDownloadStatus: {
    call: (calls) => calls.updateDownloadStatus(),
    input: {},
    output: { result: 42 },
    plain: 42,
  },
  updateDownloadStart: {
    call: (calls) => calls.updateDownloadStart(),
    input: {},
    output: {},
    plain: undefined,
  },
  updateDownloadCancel: {
    call: (calls) => calls.updateDownloadCancel(),
    input: {},
    output: {},
    plain: undefined,
  },
  updateInstall: { call: (calls) => calls.updateInstall(), input: {}, output: {}, plain: undefined },
  licenseImport: {
    call: (calls) => calls.licenseImport(Uint8Array.of(1, 2)),
    input: { data: Uint8Array.of(1, 2) },
    output: {},
    plain: undefined,
  },
};

/** A node that gives one answer to one operation, and keeps what it was asked. */
function answering<K extends OperationName>(
  operation: K,
  output: GatewayService[K]["output"],
): { gateway: Gateway; asked: unknown[] } {
  const asked: unknown[] = [];
  const handler = (input: unknown): unknown => {
    asked.push(input);
    return output;
  };
  return { gateway: gatewayWith({ [operation]: handler } as never), asked };
}

describe("calls in plain values", () => {
  it.each(operationNames)("take and give what %s says, and nothing of the wire", async (name) => {
    const { call, input, output, plain } = cases[name];
    const { gateway, asked } = answering(name, output);
    // Bytes may come as a Buffer, which is a Uint8Array that `toEqual` takes for something else.
    expect(withPlainBytes(await call(gateway.calls()))).toEqual(withPlainBytes(plain));
    expect(withPlainBytes(asked)).toEqual(withPlainBytes([input]));
  });

  it.each<[string, (calls: GatewayCalls) => Promise<unknown>, string]>([
    ["a filter that is none", (calls) => calls.mailQueue({ filter: "form=x" }), "unknown_field"],
    ["a filter that is none", (calls) => calls.mailQueueDeleteBulk("from=x or"), "syntax"],
    ["every message by mistake", (calls) => calls.mailQueueDeleteBulk(" && "), "invalid_argument"],
    ["every message by mistake", (calls) => calls.mailQueueRetryBulk(everything), "invalid_argument"],
    ["every message by mistake", (calls) => calls.mailQueueBounceBulk({ raw: " " }), "invalid_argument"],
    ["no message", (calls) => calls.mailQueueDelete([]), "invalid_argument"],
    ["two ids in one", (calls) => calls.mailQueueDelete(["1,2"]), "invalid_argument"],
    ["half a byte", (calls) => calls.fileRead("/x", { offset: 0.5 }), "invalid_argument"],
    ["no command", (calls) => calls.commandRun([]), "invalid_argument"],
  ])("do not send %s", async (_, call, code) => {
    const gateway = gatewayWith({});
    await expect(call(gateway.calls())).rejects.toMatchObject({ code });
  });

  it("refuse numbers that a number does not hold, rather than giving another one", async () => {
    const { gateway } = answering("getUptime", { result: 2n ** 53n });
    await expect(gateway.calls().getUptime()).rejects.toMatchObject({
      code: "bad_answer",
      message: "[bad_answer] the uptime is 9007199254740992, which is past what a number holds",
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      "base64 that is none",
      () => answering("mailQueueDownload", { data: "@" }).gateway.calls().mailQueueDownload("1"),
    ],
    [
      "a configuration that is not UTF-8",
      () =>
        answering("configExport", { result: Uint8Array.of(255) })
          .gateway.calls()
          .configExport(),
    ],
  ])("refuse %s", async (_, call) => {
    await expect(call()).rejects.toMatchObject({ code: "bad_answer" });
  });

  it("end with their signal and their time", async () => {
    const never = (): Promise<never> => new Promise(() => {});
    const gateway = gatewayWith({ getVersion: never });
    await expect(gateway.calls({ timeoutMs: 1 }).getVersion()).rejects.toMatchObject({ code: "timeout" });
    const controller = new AbortController();
    const call = gateway.calls({ signal: controller.signal }).getVersion();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("calls of a cluster", () => {
  const nodes = [
    gatewayWith({ getVersion: () => ({ result: "4.8" }) }, "mx1"),
    gatewayWith(
      {
        getVersion: () => {
          throw new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: "no" });
        },
      },
      "mx2",
    ),
  ];

  it("give each node's plain value or failure", async () => {
    const { results } = await fakeCluster(nodes).calls().getVersion().get();
    expect(results).toMatchObject([
      { node: "mx1", status: "ok", value: "4.8" },
      { node: "mx2", status: "failed", error: { faultstring: "no" } },
    ]);
  });

  it("are there for a selection too", async () => {
    const report = await fakeCluster(nodes).select("mx1").calls().getVersion().get();
    expect(report.unwrap()).toEqual(["4.8"]);
  });

  it("throw at once for what cannot be sent: that is nobody's failure but the caller's", () => {
    expect(() => fakeCluster(nodes).calls().mailQueue({ filter: "form=x" })).toThrow(
      expect.objectContaining({ code: "unknown_field" }),
    );
  });
});

function withPlainBytes(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(withPlainBytes);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withPlainBytes(each)]));
}
