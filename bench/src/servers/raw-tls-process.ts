// A TLS server that looks at the path of each request and sends bytes made beforehand.
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { httpCases } from "../http-cases.ts";
import { type ServerKey } from "./nginx.ts";
import { smallBody } from "./small-body.ts";

type Answer = (socket: TLSSocket) => Promise<void> | void;

const chunkBytes = 64 * 1024;
const chunk = Buffer.concat([
  Buffer.from(`${chunkBytes.toString(16)}\r\n`),
  Buffer.alloc(chunkBytes, "x"),
  Buffer.from("\r\n"),
]);
const head = (framing: string, connection: string): string =>
  [
    "HTTP/1.1 200 OK",
    "Server: raw/1.0.000",
    "Date: Mon, 23 Nov 2026 00:00:00 GMT",
    "Content-Type: text/xml",
    framing,
    `Connection: ${connection}`,
    "\r\n",
  ].join("\r\n");

const answers = new Map(
  httpCases.map(({ path, chunked, closes, bodyBytes }): [string, Answer] => {
    if (chunked) return [path, (socket) => sendChunks(socket, bodyBytes)];
    const whole = Buffer.from(
      head(`Content-Length: ${smallBody.length}`, closes ? "close" : "keep-alive") + smallBody,
    );
    return [path, (socket) => void (closes ? socket.end(whole) : socket.write(whole))];
  }),
);

async function sendChunks(socket: TLSSocket, bodyBytes: number): Promise<void> {
  socket.write(head("Transfer-Encoding: chunked", "keep-alive"));
  for (let sent = 0; sent < bodyBytes; sent += chunkBytes)
    if (!socket.write(chunk)) await once(socket, "drain");
  socket.write("0\r\n\r\n");
}

const [{ key, cert }] = (await once(process, "message")) as [ServerKey];
const server = createServer({ key, cert, minVersion: "TLSv1.3" }, (socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  let request = "";
  socket.on("data", (bytes: Buffer) => {
    request += bytes.toString("latin1");
    if (!request.endsWith("\r\n\r\n")) return;
    const answer = answers.get(request.split(" ", 2)[1] ?? "");
    request = "";
    // A client that leaves in the middle of a body ends its connection only.
    Promise.resolve(answer?.(socket)).catch(() => socket.destroy());
  });
});
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
