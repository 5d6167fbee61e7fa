import { createServer, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createFault, faultKinds, type FaultKind } from "./faults.ts";

const request =
  "POST /remote/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Type: text/xml\r\n\r\n<a/>\n";

const running: { server: Server; client: Socket }[] = [];

afterEach(async () => {
  for (const { server, client } of running.splice(0)) {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function start(kind: FaultKind, text = request): Promise<{ server: Server; client: Socket }> {
  const fault = createFault(kind);
  const server = createServer((req, res) => {
    if (!fault(req, res)) res.end("untouched");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1", () => client.write(text));
  client.on("error", () => undefined);
  const exchange = { server, client };
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

describe("createFault", () => {
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

  it.each(faultKinds)("%s: leaves requests that are no calls alone", async (kind) => {
    const { client } = await start(
      kind,
      "GET /remote/?wsdl HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    expect(await received(client)).toMatch(/untouched$/);
  });

  it.each(faultKinds)("%s: survives a client that leaves in the middle of its request", async (kind) => {
    const { server, client } = await start(kind, request.slice(0, -3));
    await new Promise((resolve) => setTimeout(resolve, 30));
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
