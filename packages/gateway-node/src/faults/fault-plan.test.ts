import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { Connections } from "../service/connections.ts";
import { FaultPlan } from "./fault-plan.ts";
import { faultKinds, parseFaultRule, type FaultKind, type FaultRule } from "./rules.ts";

const request =
  "POST /remote/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Type: text/xml\r\n\r\n<a/>\n";

interface Running {
  readonly server: Server;
  readonly client: Socket;
  readonly clock: VirtualClock;
  readonly plan: FaultPlan;
}

const running: Running[] = [];

afterEach(async () => {
  for (const { server, client } of running.splice(0)) {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function start(kind: FaultKind | readonly FaultRule[], text = request): Promise<Running> {
  const clock = new VirtualClock(0);
  const connections = new Connections({ maxConnections: 10, maxConnectionsPerAddress: 10 });
  const rules = typeof kind === "string" ? [kind] : kind;
  const plan = new FaultPlan({ rules, slowMs: 5_000, clock, reset: (socket) => connections.reset(socket) });
  const server = createServer((req, res) => {
    void plan.spoilUnread(req, res).then((isTaken) => (isTaken ? undefined : res.end("untouched")));
  });
  connections.watch(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1", () => client.write(text));
  client.on("error", () => undefined);
  const exchange = { server, client, clock, plan };
  running.push(exchange);
  return exchange;
}

/** What comes until the connection ends, or until there is this much of it. */
async function received(client: Socket, enough = Infinity): Promise<string> {
  let text = "";
  client.setEncoding("latin1");
  return new Promise((resolve) => {
    client.on("data", (chunk: string) => {
      text += chunk;
      if (text.length >= enough) resolve(text);
    });
    client.on("close", () => resolve(text));
  });
}

/** The last part of the text that comes; the connection stays open. */
async function answerOf(client: Socket, end: string): Promise<string> {
  let text = "";
  client.setEncoding("latin1");
  return new Promise((resolve) => {
    client.on("data", (chunk: string) => {
      text += chunk;
      if (text.endsWith(end)) resolve(text);
    });
  });
}

/** Lets sockets do what they have to do until something holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

describe("FaultPlan", () => {
  it("hang: reads and never answers, until the server closes its connections", async () => {
    const { server, client } = await start("hang");
    const text = received(client);
    const first = await Promise.race([
      text,
      new Promise((resolve) => setTimeout(resolve, 150, "nothing yet")),
    ]);
    expect(first).toBe("nothing yet");
    server.closeAllConnections();
    expect(await text).toBe("");
  });

  it("drop: cuts the connection when it has read the request", async () => {
    const { client } = await start("drop");
    expect(await received(client)).toBe("");
  });

  it("drop: waits for the whole request first", async () => {
    const { client } = await start("drop", request.slice(0, -3));
    const text = received(client);
    const first = await Promise.race([
      text,
      new Promise((resolve) => setTimeout(resolve, 100, "still open")),
    ]);
    expect(first).toBe("still open");
    client.write(request.slice(-3));
    expect(await text).toBe("");
  });

  it("garbage: answers with bytes that are no HTTP", async () => {
    const { client } = await start("garbage");
    const text = await received(client);
    expect(text.length).toBeGreaterThan(10);
    expect(text).not.toMatch(/^HTTP/);
  });

  it("truncate: promises more than it sends", async () => {
    const { client } = await start("truncate");
    const [head = "", body = ""] = (await received(client)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1.1 200 OK/);
    expect(body).toMatch(/^<\?xml.*<result>(?:<item>.*<\/item>)+$/s);
    expect(Number(/Content-Length: (\d+)/.exec(head)?.[1])).toBe(body.length * 2);
  });

  it("http500: answers with a page of HTML", async () => {
    const { client } = await start("http500", request.replace("Host: x", "Host: x\r\nConnection: close"));
    const text = await received(client);
    expect(text).toMatch(/^HTTP\/1.1 500 .*Content-Type: text\/html.*<html>/s);
  });

  it("flood: never ends, and waits for a client that does not read", async () => {
    const { server, client } = await start("flood");
    const text = await received(client, 3_000_000);
    expect(text).toMatch(/Transfer-Encoding: chunked/);
    client.pause();
    const sent = await settledBytes(server);
    expect(sent).toBeLessThan(60_000_000);
    client.destroy();
    await new Promise<void>((resolve, reject) => {
      server.close((error) => (error === undefined ? resolve() : reject(error)));
    });
    running.pop();
  });

  it("reset: ends the connection with a reset when it has read the request", async () => {
    const { client } = await start("reset");
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => client.once("error", resolve));
    expect(error.code).toBe("ECONNRESET");
  });

  it("fault: answers with a SOAP fault", async () => {
    const { client } = await start("fault");
    const text = await answerOf(client, "Envelope>");
    expect(text).toMatch(/^HTTP\/1.1 500 Internal Server Error.*<faultcode>SOAP-ENV:Server<.*in trouble/s);
  });

  it("unauthorized: refuses the right password too", async () => {
    const { client } = await start("unauthorized");
    const text = await answerOf(client, "Envelope>");
    expect(text).toMatch(/^HTTP\/1.1 401 Unauthorized.*WWW-Authenticate: Basic.*<faultstring>Unauthorized</s);
  });

  it("wrong-xml: answers what was not asked", async () => {
    const { client } = await start("wrong-xml");
    expect(await answerOf(client, "Envelope>")).toMatch(/^HTTP\/1.1 200 OK.*weatherResponse/s);
  });

  it("slow: waits, and then leaves the call alone", async () => {
    const { client, clock } = await start("slow");
    const text = answerOf(client, "untouched");
    await until(() => clock.pending === 1);
    clock.advance(4_999);
    expect(clock.pending).toBe(1);
    clock.advance(1);
    expect(await text).toMatch(/^HTTP\/1.1 200 OK/);
  });

  it("trickle: sends a byte at a time", async () => {
    const { client, clock } = await start("trickle");
    let body = "";
    client.setEncoding("latin1").on("data", (chunk: string) => (body += chunk));
    for (let count = 1; count <= 30; count++) {
      await until(() => (body.split("\r\n\r\n")[1]?.length ?? 0) === count && clock.pending === 1);
      clock.advance(100);
    }
    expect(body).toMatch(/<\?xml version="1.0" encoding=/);
  });

  it("does the rules in their order, until one answers", async () => {
    const { client, clock } = await start(["slow", "fault", "drop"]);
    const text = answerOf(client, "Envelope>");
    await until(() => clock.pending === 1);
    clock.advance(5_000);
    expect(await text).toContain("in trouble");
  });

  it("can be changed while it runs, and leaves calls alone that a rule is not about", async () => {
    const { client, plan } = await start(["getSerial:drop"]);
    expect(await answerOf(client, "untouched")).toMatch(/200 OK/);
    plan.set(["fault"]);
    client.write(request);
    expect(await answerOf(client, "Envelope>")).toMatch(/in trouble/);
    plan.set([]);
    client.write(request);
    expect(await answerOf(client, "untouched")).toMatch(/200 OK/);
  });

  it.each(faultKinds)("%s: leaves requests that are no calls alone", async (kind) => {
    const { client } = await start(
      kind,
      "GET /remote/?wsdl HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(await received(client)).toMatch(/untouched$/);
  });

  it.each(faultKinds)("%s: survives a client that leaves in the middle of its request", async (kind) => {
    const { server, client } = await start(kind, request.slice(0, -3));
    await new Promise((resolve) => server.once("request", resolve));
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
    running.pop();
    expect(server.listening).toBe(false);
  });
});

/** Bytes written to the one connection once nothing more goes out: that nothing does is the point. */
async function settledBytes(server: Server): Promise<number> {
  const sockets = await new Promise<number>((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });
  expect(sockets).toBe(1);
  let last = -1;
  let current = process.memoryUsage().arrayBuffers;
  for (let rounds = 0; rounds < 50 && Math.abs(current - last) > 100_000; rounds++) {
    last = current;
    await new Promise((resolve) => setTimeout(resolve, 50));
    current = process.memoryUsage().arrayBuffers;
  }
  return current;
}

describe("parseFaultRule", () => {
  it("reads a kind, for every operation or one", () => {
    expect(parseFaultRule("hang")).toEqual({ kind: "hang", operation: undefined });
    expect(parseFaultRule("mailQueue:wrong-xml")).toEqual({ kind: "wrong-xml", operation: "mailQueue" });
  });

  it.each(["", "smoke", "mailQueue:", ":hang", "mailqueue:hang", "mailQueue:hang:hang", "toString:hang"])(
    "refuses %j",
    (text) => {
      expect(() => parseFaultRule(text)).toThrow(/^\[invalid_option\] fault /);
    },
  );
});
