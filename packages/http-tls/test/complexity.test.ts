import { describe, expect, it } from "vitest";
import { leniencies, RequestParser, ResponseParser } from "../src/wire/index.ts";

/** What a parser did with the bytes it was given. Time would depend on the machine; this does not. */
interface Work {
  /** Bytes that were looked at one by one. */
  reads: number;
  /** Bytes that were made into text. */
  decoded: number;
}

/** The bytes, such that each look at them is counted. */
function counted(bytes: Buffer, work: Work): Buffer {
  return new Proxy(bytes, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) work.reads++;
      if (name === "toString") {
        return (encoding: BufferEncoding, from: number, to: number): string => {
          work.decoded += to - from;
          return target.toString(encoding, from, to);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

const unlimited = {
  maxHeaderBytes: 1 << 24,
  maxHeaderFields: 1 << 24,
  maxChunkExtensionBytes: 1 << 24,
  maxInterimResponses: 1 << 24,
  maxTinyChunks: 1 << 24,
};

/** Reads one message that comes in pieces of this size. */
function work(text: string, pieceBytes: number): Work {
  const options = { limits: unlimited, lenient: leniencies };
  const parser = text.startsWith("HTTP") ? new ResponseParser(options) : new RequestParser(options);
  const bytes = Buffer.from(text, "latin1");
  const done = { reads: 0, decoded: 0 };
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    parser.push(counted(bytes.subarray(at, at + pieceBytes), done), () => {});
  }
  expect(parser.done).toBe(true);
  return done;
}

const ok = "HTTP/1.1 200 OK\r\n";
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

const messages: readonly [what: string, message: (times: number) => string][] = [
  ["one long reason", (times) => `HTTP/1.1 204 ${"x".repeat(times)}\r\n\r\n`],
  ["one long target", (times) => `GET /${"x".repeat(times)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["one long field name", (times) => `${ok}${"x".repeat(times)}: a\r\nContent-Length: 0\r\n\r\n`],
  ["one long field value", (times) => `${ok}A: ${"x".repeat(times)}\r\nContent-Length: 0\r\n\r\n`],
  [
    "white space before and behind a value",
    (times) => `${ok}Content-Length:${" ".repeat(times)}0${" ".repeat(times)}\r\n\r\n`,
  ],
  ["many fields", (times) => `${ok}${"A: b\r\n".repeat(times)}Content-Length: 0\r\n\r\n`],
  [
    "a field that is folded many times",
    (times) => `${ok}A: b\r\n${" c\r\n".repeat(times)}Content-Length: 0\r\n\r\n`,
  ],
  ["many interim responses", (times) => `${"HTTP/1.1 103 X\r\n\r\n".repeat(times)}HTTP/1.1 204 No\r\n\r\n`],
  ["many chunks", (times) => `${chunked}${"1\r\nx\r\n".repeat(times)}0\r\n\r\n`],
  ["a long chunk extension", (times) => `${chunked}1;a="${"x".repeat(times)}"\r\nx\r\n0\r\n\r\n`],
  ["many chunk extensions", (times) => `${chunked}1${";a".repeat(times)}\r\nx\r\n0\r\n\r\n`],
  ["many trailers", (times) => `${chunked}0\r\n${"A: b\r\n".repeat(times)}\r\n`],
];

describe.each(messages)("the work for a message with %s", (_, message) => {
  it.each([
    ["at once", Infinity],
    ["in pieces of 1460 bytes", 1460],
    ["in pieces of 7 bytes", 7],
    ["byte by byte", 1],
  ])("grows no faster than the message, which comes %s", (_, pieceBytes) => {
    const [small, large] = [message(4_000), message(8_000)];
    const first = work(small, Math.min(pieceBytes, small.length));
    const second = work(large, Math.min(pieceBytes, large.length));
    // Each byte is looked at once, those of a body not at all.
    expect(first.reads).toBeLessThanOrEqual(small.length);
    expect(second.reads).toBeLessThanOrEqual(large.length);
    // Twice the message, twice the work, give or take a window of 1024 bytes at the ends; four times would be a square.
    expect(second.decoded).toBeLessThan(2.5 * first.decoded);
  });
});
