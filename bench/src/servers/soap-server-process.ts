// A TLS server that looks for the name of an operation in each request and sends an answer made beforehand.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { streamRepeats } from "../soap-cases.ts";
import { type SoapServerSetup } from "./soap-server.ts";

const [setup] = (await once(process, "message")) as [SoapServerSetup];
const answer = readFileSync(setup.answer);
const chunkBytes = 64 * 1024;

const head = (framing: string): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\n${framing}\r\nConnection: keep-alive\r\n\r\n`;
const chunkedHead = Buffer.from(head("Transfer-Encoding: chunked"));
const lastChunk = Buffer.from("0\r\n\r\n");

/** In chunks of 64 KiB, which need not begin or end where an element does. */
function inChunks(body: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const piece = body.subarray(at, at + chunkBytes);
    pieces.push(Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]));
  }
  return pieces;
}

const version = Buffer.from(head(`Content-Length: ${Buffer.byteLength(setup.version)}`) + setup.version);
const queue = Buffer.concat([chunkedHead, ...inChunks(answer), lastChunk]);
const firstItem = answer.indexOf("<item>");
const afterItems = answer.lastIndexOf("</item></result>") + "</item>".length;
const items = inChunks(answer.subarray(firstItem, afterItems));

async function stream(socket: TLSSocket): Promise<void> {
  socket.write(Buffer.concat([chunkedHead, ...inChunks(answer.subarray(0, firstItem))]));
  for (let round = 0; round < streamRepeats; round++) {
    for (const piece of items) if (!socket.write(piece)) await once(socket, "drain");
  }
  socket.write(Buffer.concat([...inChunks(answer.subarray(afterItems)), lastChunk]));
}

function respond(socket: TLSSocket, request: string): void {
  if (request.startsWith("POST /stream/")) stream(socket).catch(() => socket.destroy());
  else if (request.includes("mailQueue")) socket.write(queue);
  else if (request.includes("getVersion")) socket.write(version);
  else socket.destroy();
}

const server = createServer({ key: setup.key, cert: setup.cert, minVersion: "TLSv1.3" }, (socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  let request = "";
  socket.on("data", (bytes: Buffer) => {
    request += bytes.toString("latin1");
    const headLength = request.indexOf("\r\n\r\n") + 4;
    if (headLength < 4) return;
    const bodyLength = Number(/^content-length: *(\d+)/im.exec(request.slice(0, headLength))?.[1] ?? 0);
    if (request.length < headLength + bodyLength) return;
    respond(socket, request);
    request = "";
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
