import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HttpTlsError } from "../errors.ts";
import { everySplit } from "../testing/index.ts";
import { type ResponseEvent, ResponseParser, type ResponseParserOptions } from "./response-parser.ts";

interface Outcome {
  status?: number;
  reason?: string;
  fields?: Record<string, string>;
  body?: string;
  trailers?: Record<string, string>;
  interim?: number[];
  keepAlive?: boolean;
  done?: boolean;
  leftover?: number;
  code?: string;
}

function read(
  pieces: readonly Uint8Array[],
  { closes = false, ...options }: ResponseParserOptions & { closes?: boolean } = {},
): Outcome {
  const parser = new ResponseParser(options);
  const outcome: Outcome = { body: "", interim: [] };
  const take = (event: ResponseEvent): void => {
    if (event.type === "interim") outcome.interim?.push(event.status);
    if (event.type === "data") outcome.body += Buffer.from(event.data).toString("latin1");
    if (event.type === "head") {
      outcome.status = event.head.status;
      outcome.reason = event.head.reason;
      outcome.fields = event.head.fields.toJSON();
      outcome.keepAlive = event.head.keepAlive;
    }
    if (event.type === "end") outcome.trailers = event.trailers.toJSON();
  };
  try {
    for (const piece of pieces) parser.push(piece, take);
    if (closes) parser.end(take);
  } catch (error) {
    if (!(error instanceof HttpTlsError)) throw error;
    outcome.code = error.code;
  }
  return { ...outcome, done: parser.done, leftover: parser.leftoverBytes };
}

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

const accepted: [
  name: string,
  raw: string,
  expected: Outcome,
  options?: ResponseParserOptions & { closes?: boolean },
][] = [
  [
    "a body by length",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
    { status: 200, reason: "OK", body: "hello", keepAlive: true, done: true },
  ],
  ["an empty body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", { body: "", done: true }],
  ["an empty reason phrase", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", { reason: "", done: true }],
  [
    "chunks",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA\r\n, chunked!\r\n0\r\n\r\n",
    { body: "hello, chunked!", done: true },
  ],
  [
    "chunk extensions",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0;x\r\n\r\n",
    { body: "hi", done: true },
  ],
  [
    "trailers",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED \r\n\r\n1\r\nx\r\n0\r\nX-Sum: 1\r\nContent-Length: 9\r\n\r\n",
    { body: "x", trailers: { "x-sum": "1", "content-length": "9" }, done: true },
  ],
  [
    "a body until the connection ends",
    "HTTP/1.1 200 OK\r\n\r\nall of it",
    { body: "all of it", keepAlive: false, done: true },
    { closes: true },
  ],
  [
    "HEAD without a body",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
    { body: "", done: true },
    { requestMethod: "HEAD" },
  ],
  ["204 without a body", "HTTP/1.1 204 No Content\r\n\r\n", { status: 204, done: true }],
  [
    "304 with the length of what it stands for",
    "HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n",
    { done: true },
  ],
  [
    "interim responses",
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx",
    { interim: [100, 103], body: "x", done: true },
  ],
  [
    "HTTP/1.0, which does not keep the connection",
    "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
    { keepAlive: false, done: true },
  ],
  [
    "Connection: close",
    "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\nx",
    { keepAlive: false, done: true },
  ],
  [
    "equal lengths twice",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
    { body: "x", done: true },
  ],
  [
    "a field called __proto__",
    "HTTP/1.1 200 OK\r\n__proto__: x\r\nContent-Length: 0\r\n\r\n",
    { done: true },
  ],
  [
    "bytes after the response, counted",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1",
    { body: "x", leftover: 8, done: true },
  ],
];

const refused: [
  name: string,
  raw: string,
  code: string,
  options?: ResponseParserOptions & { closes?: boolean },
][] = [
  ["something that is not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "protocol"],
  ["HTTP/2", "HTTP/2 200 OK\r\n\r\n", "protocol"],
  ["a status line without its second space", "HTTP/1.1 200\r\n\r\n", "protocol"],
  ["a status below 100", "HTTP/1.1 099 No\r\n\r\n", "protocol"],
  ["101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", "protocol"],
  ["a bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", "protocol"],
  ["a bare CR in a value", "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "protocol"],
  ["a NUL", "HTTP/1.1 200 OK\r\nA: b\0\r\n\r\n", "protocol"],
  ["obs-fold", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\nContent-Length: 0\r\n\r\n", "protocol"],
  ["whitespace before the colon", "HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n", "protocol"],
  ["a line without a colon", "HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n", "protocol"],
  ["an empty field name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "protocol"],
  ["both framings", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "protocol"],
  ["unequal lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "protocol"],
  ["a signed length", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "protocol"],
  ["a length with a no-break space", "HTTP/1.1 200 OK\r\nContent-Length: 5\xa0\r\n\r\n", "protocol"],
  ["a hexadecimal length", "HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n", "protocol"],
  ["a length past 2^53", "HTTP/1.1 200 OK\r\nContent-Length: 9007199254740993\r\n\r\n", "protocol"],
  ["gzip as a transfer coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "protocol"],
  [
    "a transfer coding that only looks like chunked",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n",
    "protocol",
  ],
  ["chunked in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "protocol"],
  [
    "a chunk size with a space",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 \r\nx\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "a chunk size of nine digits",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n000000001\r\nx\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "a chunk without a size",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nx\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "chunk data that is longer than its size",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "a chunk line that ends with LF alone",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "LF in a chunk extension",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nx\r\n0\r\n\r\n",
    "protocol",
  ],
  [
    "a connection that ends inside the length",
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
    "closed",
    { closes: true },
  ],
  [
    "a connection that ends before the last chunk",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
    "closed",
    { closes: true },
  ],
  [
    "a connection that ends inside the trailers",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
    "closed",
    { closes: true },
  ],
  ["a connection that ends inside the head", "HTTP/1.1 200 OK\r\nContent-", "closed", { closes: true }],
  [
    "a head past its limit",
    `HTTP/1.1 200 OK\r\nA: ${"x".repeat(100)}\r\n\r\n`,
    "too_large",
    { limits: { maxHeaderBytes: 64 } },
  ],
  [
    "more fields than the limit",
    "HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n",
    "too_large",
    { limits: { maxHeaderFields: 2 } },
  ],
  [
    "a body past its limit, by its length",
    "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n",
    "too_large",
    { limits: { maxBodyBytes: 5 } },
  ],
  [
    "a body past its limit, in chunks",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n",
    "too_large",
    { limits: { maxBodyBytes: 5 } },
  ],
  [
    "chunk extensions past their limit",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;aaaa\r\nx\r\n1;bbbb\r\n",
    "too_large",
    { limits: { maxChunkExtensionBytes: 9 } },
  ],
  [
    "interim responses without end",
    "HTTP/1.1 100 Continue\r\n\r\n".repeat(3),
    "too_large",
    { limits: { maxInterimResponses: 2 } },
  ],
];

describe("ResponseParser", () => {
  it.each(accepted)("reads %s, however the bytes are cut", (_, raw, expected, options) => {
    for (const pieces of everySplit(bytes(raw))) expect(read(pieces, options)).toMatchObject(expected);
  });

  it.each(refused)("refuses %s, however the bytes are cut", (_, raw, code, options) => {
    for (const pieces of everySplit(bytes(raw))) expect(read(pieces, options).code).toBe(code);
  });

  it.each([
    ["maxBodyBytes", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 5],
    ["maxHeaderBytes", "HTTP/1.1 204 No\r\n\r\n", 19],
    ["maxHeaderFields", "HTTP/1.1 204 No\r\nA: 1\r\nB: 2\r\n\r\n", 2],
    ["maxInterimResponses", "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 204 No\r\n\r\n", 1],
    ["maxChunkExtensionBytes", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0;abc\r\n\r\n", 4],
  ])("takes exactly %s and not one more", (limit, raw, value) => {
    expect(read([bytes(raw)], { limits: { [limit]: value } })).toMatchObject({ done: true });
    expect(read([bytes(raw)], { limits: { [limit]: value - 1 } }).code).toBe("too_large");
  });

  it("names the limit in the error", () => {
    const parser = new ResponseParser({ limits: { maxBodyBytes: 0 } });
    const raw = bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
    expect(() => parser.push(raw, () => {})).toThrowError(
      expect.objectContaining({ context: { limit: "maxBodyBytes" } }),
    );
    expect(() => parser.push(raw, () => {})).toThrowError(/failed before/);
  });

  it("turns any mutation of a response into events or a known code", () => {
    const samples = [...accepted, ...refused].map(([, raw]) => raw);
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 5 }),
        (raw, mutations, cuts) => {
          const mutated = Uint8Array.from(bytes(raw));
          for (const [at, value] of mutations) mutated[at % mutated.length] = value;
          const offsets = [
            0,
            ...cuts.map((cut) => cut % mutated.length).sort((a, b) => a - b),
            mutated.length,
          ];
          const pieces = offsets.slice(1).map((end, index) => mutated.subarray(offsets[index], end));
          const whole = read([mutated], { closes: true });
          expect(read(pieces, { closes: true })).toEqual(whole);
          if (whole.code !== undefined) expect(["protocol", "too_large", "closed"]).toContain(whole.code);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
