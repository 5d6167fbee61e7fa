import {
  createGateway,
  Credentials,
  createPreviewParser,
  createSearchLogParser,
  createStatdValuesParser,
  parseOutput,
  previewArguments,
  searchLogArguments,
  statdArguments,
  type Gateway,
} from "@mailmux/gateway-api";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";
import { evaluate } from "./expression.ts";
import { characterEnd, OutputBuffer } from "./output-buffer.ts";

describe("output that waits", () => {
  it("is all given out, and cut between characters only", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 30 });
    fc.assert(
      fc.property(
        text,
        fc.array(fc.nat(20), { maxLength: 6 }),
        fc.integer({ min: 4, max: 12 }),
        (whole, cuts, limit) => {
          const bytes = Buffer.from(whole);
          const output = new OutputBuffer();
          const taken: string[] = [];
          const take = (all: boolean): void => {
            for (let piece = output.take(limit, all); piece !== undefined; piece = output.take(limit, all)) {
              taken.push(new TextDecoder("utf-8", { fatal: true }).decode(piece));
            }
          };
          let from = 0;
          for (const cut of cuts) {
            output.add(bytes.subarray(from, from + cut));
            from += cut;
            take(false);
          }
          output.add(bytes.subarray(from));
          take(true);
          expect(taken.join("")).toBe(bytes.toString());
        },
      ),
      { numRuns: 1_000, seed: 41 },
    );
  });

  it("goes out as it is where it is no UTF-8", () => {
    expect(characterEnd(Uint8Array.of(0x80, 0x80, 0x80, 0x80), 4)).toBe(4);
    const output = new OutputBuffer();
    output.add(Uint8Array.of(0xff, 0xe2, 0x82));
    expect(output.take(10, false)).toEqual(Buffer.of(0xff));
    expect(output.take(10, true)).toEqual(Buffer.of(0xe2, 0x82));
    expect(output.take(10, true)).toBeUndefined();
  });
});

describe("expressions of the shell", () => {
  it.each([
    ["1 + 2 * 3", "7"],
    ["-(2 - 5) / 2", "1.5"],
    ['"a" + 1 + "b"', "a1b"],
    ["1 +", "error: the end is not expected here"],
    ["process.exit()", "error: p is not expected here"],
    ["(".repeat(5_000), "error: too deep"],
    ['"a" * 2', 'error: "a" is no number'],
  ])("%#: are computed, or say what is wrong with them", (text, value) => {
    expect(evaluate(text)).toBe(value);
  });
});

describe("commands of a node", () => {
  let node: GatewayNode;
  let gateway: Gateway;
  const gatewayOf = (user: string, password: string): Gateway =>
    createGateway({
      name: "mx1",
      endpoint: node.url,
      address: `127.0.0.1:${node.port}`,
      credentials: new Credentials(user, password),
      tls: { fingerprints: [node.fingerprint] },
      allowPlaintextAuth: false,
    });
  beforeAll(async () => {
    node = await createGatewayNode({
      messages: 60,
      traffic: false,
      users: [{ name: "other", password: "secret" }],
    });
    gateway = gatewayOf(node.user, node.password);
  });
  afterAll(async () => {
    await gateway.close();
    await node.close();
  });

  /** Output of a command until it ends, or until `enough`. */
  async function* outputOf(id: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      let chunks: readonly Uint8Array[];
      try {
        chunks = await gateway.calls().commandPoll(id);
      } catch {
        return;
      }
      yield* chunks;
    }
  }
  const textOf = async (id: string, until = (_: string) => false): Promise<string> => {
    let text = "";
    for await (const chunk of outputOf(id)) {
      text += Buffer.from(chunk).toString("utf8");
      if (until(text)) break;
    }
    return text;
  };

  it("statd, searchlog and previewmessage say what their readers read", async () => {
    const calls = gateway.calls();
    const values = outputOf(await calls.commandRun(statdArguments("mail-queue-count")));
    expect(await Array.fromAsync(parseOutput(values, createStatdValuesParser()))).toEqual([
      expect.objectContaining({ value: 45 }),
    ]);
    const [row] = (await calls.mailQueue({ filter: "action=DELIVER server=mailserver:1", limit: 1 }))
      .messages;
    if (row?.path === undefined) throw new Error("no message");
    const log = outputOf(
      await calls.commandRun(searchLogArguments({ messageId: row.messageId, time: row.receivedAt })),
    );
    const lines = await Array.fromAsync(parseOutput(log, createSearchLogParser()));
    expect(lines.map(({ text }) => text).join("\n")).toContain(`RCPT TO:<${row.to}>`);
    const marker = "marker-0123456789ab";
    const preview = await calls.commandRun(previewArguments({ path: row.path, marker, plainText: true }));
    const records = await Array.fromAsync(parseOutput(outputOf(preview), createPreviewParser(marker)));
    expect(records.length).toBeGreaterThan(5);
  });

  it("runs a real program on a terminal of the size that was asked for", async () => {
    const output = await textOf(await gateway.calls().commandRun(["df", "-k"]));
    expect(output).toMatch(/Filesystem.*\r\n/);
  });

  it("lets one type into the shell, interrupt it and leave, and leaves no process", async () => {
    const calls = gateway.calls();
    const id = await calls.commandRun(["hsh"], { cols: 100, rows: 30 });
    expect(await textOf(id, (text) => text.includes("hsh> "))).toContain("hsh> ");
    await calls.commandPush(id, '"ü" + 40 + 2\n');
    expect(await textOf(id, (text) => text.includes("ü402"))).toContain("ü402");
    await calls.commandTermsize(id, 80, 24);
    await calls.commandPush(id, "exit\n");
    await textOf(id);
    const stopped = await calls.commandRun(["hsh"]);
    await calls.commandStop(stopped);
    await expect(calls.commandPoll(stopped)).rejects.toThrow("there is no such command");
    expect(await shells()).toEqual([]);
  });

  it.each([
    [["rm", "-rf", "/"], /"rm" is not allowed/],
    [["__proto__"], /is not allowed/],
    [["df", "--output=/etc"], /may not have the argument/],
    [["df", "/etc; id"], /may not have the argument/],
    [["statd", "-x"], /usage: statd/],
    [["searchlog", "-a", "1", "--", "x"], /usage: searchlog/],
    [["previewmessage", "/etc/passwd"], /usage: previewmessage/],
  ])("refuses %j", async (argv, message) => {
    await expect(gateway.calls().commandRun(argv)).rejects.toThrow(message);
  });

  it("keeps commands from other users, refuses strange sizes and signals, and bounds their number", async () => {
    const calls = gateway.calls();
    const id = await calls.commandRun(["hsh"]);
    await using other = gatewayOf("other", "secret");
    await expect(other.calls().commandPoll(id)).rejects.toThrow("there is no such command");
    await expect(other.calls().commandStop(id)).rejects.toThrow("there is no such command");
    await expect(calls.commandTermsize(id, 0, 24)).rejects.toThrow("columns");
    await expect(calls.commandSignal(id, 99)).rejects.toThrow("no signal 99");
    await expect(calls.commandRun(["df\0"])).rejects.toThrow("not text");
    await calls.commandStop(id);
    const ids: string[] = [];
    for (let index = 0; index < 16; index++) ids.push(await calls.commandRun(["statd", "-l"]));
    await expect(calls.commandRun(["statd", "-l"])).rejects.toThrow("too many commands");
    for (const each of ids) await calls.commandStop(each);
  });
});

/** Processes of the shell that this process has. A process that was killed may take a moment to go. */
async function shells(): Promise<string[]> {
  const find = (): string[] =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          const [command, parent] = [
            readFileSync(`/proc/${pid}/cmdline`, "utf8"),
            readFileSync(`/proc/${pid}/stat`, "utf8"),
          ];
          return (
            command.includes("hsh.") && parent.split(" ")[3] === String(process.pid) && !/\) Z /.test(parent)
          );
        } catch {
          return false;
        }
      });
  for (let turn = 0; turn < 2_000 && find().length > 0; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  return find();
}
