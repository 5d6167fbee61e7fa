import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gatewayWsdl } from "@mailmux/gateway-api";
import { createTestCertificate } from "@mailmux/http-tls/testing";
import { type StartedServers } from "../benchmark.ts";
import { mailQueueAnswer, versionAnswer } from "../gateway-answer.ts";
import { largeWsdl } from "../large-wsdl.ts";
import { type BenchNode } from "../nodes.ts";
import { messageCount } from "../soap-cases.ts";

/** Where the server of the `soap-future` benchmark is, and the files that its contenders read. */
export interface SoapTarget extends BenchNode {
  /** Answers mailQueue with a million messages. */
  readonly streamUrl: string;
  /** The gateway's WSDL. */
  readonly wsdl: string;
  /** The answer with 5,000 messages: an envelope. */
  readonly answer: string;
  readonly largeWsdl: string;
}

/** What the server's process is told. */
export interface SoapServerSetup {
  readonly key: string;
  readonly cert: string;
  readonly version: string;
  /** The file with the large answer. */
  readonly answer: string;
}

const program = fileURLToPath(new URL("soap-server-process.ts", import.meta.url));

/** A TLS server that sends envelopes made beforehand, in a process of its own. */
export async function startSoapServer(): Promise<StartedServers> {
  const { key, cert, fingerprint } = await createTestCertificate();
  const folder = mkdtempSync(join(tmpdir(), "mailmux-bench-soap-"));
  // Whatever ends this process early must not leave files behind; the server ends with its channel.
  const abandon = (): void => rmSync(folder, { recursive: true, force: true });
  process.once("exit", abandon);
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const answer = file("answer.xml", await mailQueueAnswer(messageCount));
  const version = (await versionAnswer()).toString();
  const child = fork(program, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send({ key, cert, version, answer } satisfies SoapServerSetup);
  const [port] = (await once(child, "message")) as [number];
  const target: SoapTarget = {
    url: `https://127.0.0.1:${port}/remote/`,
    streamUrl: `https://127.0.0.1:${port}/stream/`,
    fingerprint,
    user: "admin",
    password: "benchmark",
    wsdl: file("gateway.wsdl", gatewayWsdl),
    answer,
    largeWsdl: file("large.wsdl", largeWsdl()),
  };
  return {
    surroundings: { target },
    note: `server: raw TLS server of Node ${process.version}`,
    async close() {
      await end(child);
      process.off("exit", abandon);
      abandon();
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
}
