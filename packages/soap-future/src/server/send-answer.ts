import { type IncomingMessage, type ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Answer } from "./write-answer.ts";

const compress = promisify(gzip);

/** Shorter bodies do not shrink. */
const minCompressedBytes = 1024;

/** An answer for who takes gzip (RFC 9110 section 12.5.3). */
export async function compressed(answer: Answer, request: IncomingMessage): Promise<Answer> {
  if (answer.body.length < minCompressedBytes) return answer;
  const vary = { ...answer.headers, Vary: "Accept-Encoding" };
  if (!takesGzip(String(request.headers["accept-encoding"] ?? ""))) return { ...answer, headers: vary };
  return { ...answer, headers: { ...vary, "Content-Encoding": "gzip" }, body: await compress(answer.body) };
}

function takesGzip(accepted: string): boolean {
  return accepted.split(",").some((each) => {
    const [coding = "", ...parameters] = each.toLowerCase().split(";");
    const weight = parameters.map((text) => text.trim()).find((text) => text.startsWith("q="));
    return /^(?:x-)?gzip$/.test(coding.trim()) && Number(weight?.slice(2) ?? 1) > 0;
  });
}

/** Of a request that was refused, so much more is taken and thrown away, so that its sender gets to read the answer. */
const maxLingerBytes = 16 * 1024 * 1024;
const maxLingerMs = 2_000;

/** Sends an answer, which ends the exchange. */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  // A request is refused in the middle of bytes that Node has not yet looked at to their end.
  if (isUnderWay(request)) await setImmediate();
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, headers, body } = answer;
  // Where the rest of a request is not read, the connection cannot be used again.
  const isWhole = !isUnderWay(request);
  response.writeHead(status, {
    ...headers,
    "Content-Length": body.length,
    ...(isWhole ? {} : { Connection: "close" }),
  });
  if (!isWhole) {
    linger(request, response, body);
    return;
  }
  // What was not read of it stands before the next request.
  request.resume();
  response.end(body);
}

/** A request without a body is complete, though Node says so only a moment later. */
function isUnderWay({ complete, headers }: IncomingMessage): boolean {
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  return hasBody && !complete;
}

/**
 * Ends an exchange whose request is still under way. Closing at once would make the system send a reset, which can
 * destroy the answer before it was read (RFC 9112 section 9.6).
 */
function linger(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
  let left = maxLingerBytes;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, maxLingerMs);
  timer.unref();
  response.once("close", () => clearTimeout(timer));
  response.write(body);
  request.on("data", (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) end();
  });
  request.once("end", end);
  request.once("error", end);
  request.resume();
}
