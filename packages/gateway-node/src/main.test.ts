import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { main, type MainProcess } from "./main.ts";

/** As much of a process as the command asks for. */
class FakeProcess extends EventEmitter {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();

  get asProcess(): MainProcess {
    return this as unknown as MainProcess;
  }

  /** The first thing printed. */
  async ready(): Promise<string> {
    return new Promise((resolve) => this.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())));
  }

  async errors(): Promise<string> {
    this.stderr.end();
    return text(this.stderr);
  }
}

describe("main", () => {
  it("prints one line when it is ready, and ends with 0 on SIGTERM", async () => {
    const process = new FakeProcess();
    const ready = process.ready();
    const code = main(["--messages", "3", "--name", "mx9"], process.asProcess);
    expect(await ready).toMatch(
      /^mailmux-node ready: https:\/\/127\.0\.0\.1:\d+\/remote\/ {2}name: mx9 {2}user: admin {2}fingerprint: sha256:[0-9a-f]{64} {2}password: [\w-]{20}\n$/,
    );
    process.emit("SIGTERM");
    expect(await code).toBe(0);
    expect(process.listenerCount("SIGINT")).toBe(0);
  });

  it.each(["SIGINT", "stdin"])("ends with 0 on %s", async (signal) => {
    const process = new FakeProcess();
    const ready = process.ready();
    const code = main(["--messages", "3", "--exit-with-stdin"], process.asProcess);
    await ready;
    if (signal === "stdin") process.stdin.end();
    else process.emit(signal);
    expect(await code).toBe(0);
  });

  it("keeps a password that it was given to itself", async () => {
    const process = new FakeProcess();
    const ready = process.ready();
    const code = main(["--messages", "0", "--password-file", import.meta.filename], process.asProcess);
    expect(await ready).not.toMatch(/password/);
    process.emit("SIGINT");
    expect(await code).toBe(0);
  });

  it("warns of a listener without TLS", async () => {
    const process = new FakeProcess();
    const ready = process.ready();
    const code = main(["--messages", "0", "--no-traffic", "--http", "127.0.0.1:0"], process.asProcess);
    await ready;
    process.emit("SIGINT");
    expect(await code).toBe(0);
    expect(await process.errors()).toMatch(
      /^mailmux-node: WARNING: http:\/\/127\.0\.0\.1:\d+\/remote\/ is not encrypted;/,
    );
  });

  it("ends with 1 and says why when it cannot start", async () => {
    const process = new FakeProcess();
    expect(await main(["--messages", "lots"], process.asProcess)).toBe(1);
    expect(await process.errors()).toBe(
      'mailmux-node: [invalid_option] --messages takes a whole number; "lots" is none.\n',
    );
  });

  it("shows its help on standard output and ends with 0", async () => {
    const process = new FakeProcess();
    const help = process.ready();
    expect(await main(["--help"], process.asProcess)).toBe(0);
    expect(await help).toContain("--exit-with-stdin");
    expect(await process.errors()).toBe("");
  });
});
