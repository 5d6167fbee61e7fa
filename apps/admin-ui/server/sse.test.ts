import { createServer, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { EventStream } from "./sse.ts";

/** A stream and the raw connection that reads it. */
async function openStream() {
  const closed = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<{ stream: EventStream; response: ServerResponse }>();
  const server = createServer((_request, response) => {
    opened.resolve({ stream: new EventStream(response, () => closed.resolve()), response });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  return { ...(await opened.promise), socket, closed: closed.promise };
}

async function readAll(socket: AsyncIterable<Buffer>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(socket)).toString("utf8");
}

it("keeps events in order, and line breaks inside of them", async () => {
  const { stream, socket } = await openStream();
  stream.send("node", { text: "one\ntwo\r\n\n" });
  stream.send("round", {});
  stream.end();
  const text = await readAll(socket as AsyncIterable<Buffer>);
  expect(text).toMatch(/content-type: text\/event-stream/);
  const first = text.indexOf('event: node\ndata: {"text":"one\\ntwo\\r\\n\\n"}\n\n');
  expect(first).toBeGreaterThan(0);
  expect(text.indexOf("event: round\ndata: {}\n\n")).toBeGreaterThan(first);
});

it("keeps only the newest event of each key for a reader that is slow", async () => {
  const { stream, response, socket } = await openStream();
  const filler = "x".repeat(100_000);
  let sent = 0;
  while (!response.writableNeedDrain) stream.send("node", { filler, count: sent++ }, "node mx1");
  const before = response.writableLength;
  for (let more = 0; more < 1_000; more++)
    stream.send("node", { filler, count: sent++ }, `node mx${more % 2}`);
  expect(response.writableLength).toBe(before);
  stream.send("round", { last: true });
  response.once("drain", () => setImmediate(() => stream.end()));
  const text = await readAll(socket as AsyncIterable<Buffer>);
  const counts = [...text.matchAll(/"count":(\d+)/g)].map((match) => Number(match[1]));
  expect(counts.slice(-2)).toEqual([sent - 2, sent - 1]);
  expect(counts.length).toBeLessThan(sent - 900);
  expect(text.indexOf("event: round")).toBeGreaterThan(text.lastIndexOf("event: node"));
});

it("notices when the reader goes away", async () => {
  const { stream, socket, closed } = await openStream();
  socket.destroy();
  await closed;
  stream.send("node", {});
  stream.end();
});
