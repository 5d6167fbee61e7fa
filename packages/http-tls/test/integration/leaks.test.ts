import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { createRawServer, createTestCertificate, type RawServer } from "../../src/testing/index.ts";
import type { Order, Report } from "./leaks-child.ts";

/** So much more may be in use after three quarters of the requests than after the first one. */
const allowedBytes = 1 << 20;

const child = (): ChildProcess => {
  const started = fork(new URL("./leaks-child.ts", import.meta.url), { execArgv: ["--expose-gc"] });
  onTestFinished(() => void started.kill());
  return started;
};

/** Runs the work in a process of its own, and closes the servers while that still lives: it holds no socket open. */
async function report(work: Order["work"], count: number): Promise<Report> {
  const client = child();
  const [server, silent] = await servers(() => client.send("seen"));
  const told = new Promise<Report>((resolve, reject) => {
    client.once("message", (message) => resolve(message as Report));
    client.once("exit", (code) => reject(new Error(`the process ended with ${code}`)));
  });
  client.send({
    origin: server.origin,
    fingerprint: server.certificate.fingerprint,
    silentOrigin: silent.origin.replace("http:", "https:"),
    work,
    count,
  } satisfies Order);
  const result = await told;
  await server.close();
  await silent.close();
  client.removeAllListeners("exit");
  const ended = once(client, "exit");
  client.disconnect();
  await ended;
  return result;
}

/** One that answers by the path, and one that lets every handshake hang; both tell what they got and leave be. */
async function servers(tell: () => void): Promise<[RawServer, RawServer]> {
  const certificate = await createTestCertificate();
  const answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  const server = await createRawServer(
    (socket, chunk) => {
      const text = chunk.toString("latin1");
      if (text.includes(" /small ")) socket.write(answer);
      else if (text.includes(" /half ")) socket.write(answer.slice(0, -2));
      else if (text.includes(" /never ")) tell();
    },
    { certificate },
  );
  const greeted = new WeakSet<object>();
  const silent = await createRawServer(
    (socket) => {
      if (!greeted.has(socket)) tell();
      greeted.add(socket);
    },
    { tls: false },
  );
  return [server, silent];
}

describe("a process with a client", () => {
  it("holds nothing of 20,000 requests that were answered", async () => {
    const { heapBytes, outsideBytes, resources, ...rest } = await report("answered", 20_000);
    expect(rest).toEqual({ listeners: 0, warnings: [], outcomes: { 200: 20_000 } });
    expect(heapBytes[1] - heapBytes[0]).toBeLessThan(allowedBytes);
    expect(outsideBytes[1] - outsideBytes[0]).toBeLessThan(allowedBytes);
    expect(resources[1]).toEqual(resources[0]);
  }, 60_000);

  it("holds nothing of 5,040 requests that were aborted, in whatever phase", async () => {
    const { heapBytes, outsideBytes, resources, ...rest } = await report("aborted", 5_040);
    const phases = ["queued", "connecting", "handshake", "headers", "body", "upload"];
    const outcomes = Object.fromEntries(phases.map((phase) => [`${phase}: aborted`, 840]));
    expect(rest).toEqual({ listeners: 0, warnings: [], outcomes });
    expect(heapBytes[1] - heapBytes[0]).toBeLessThan(allowedBytes);
    expect(outsideBytes[1] - outsideBytes[0]).toBeLessThan(allowedBytes);
    expect(resources[1]).toEqual(resources[0]);
  }, 60_000);

  it("is seen to hold something when it keeps the fields of each response", async () => {
    const { heapBytes } = await report("leaking", 8_000);
    expect(heapBytes[1] - heapBytes[0]).toBeGreaterThan(allowedBytes);
  }, 60_000);
});
