import { createHook } from "node:async_hooks";
import { pipeline, Readable, type Transform } from "node:stream";
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateRawSync,
  deflateSync,
  gzipSync,
} from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HttpTlsError } from "../errors.ts";
import { everySplit } from "../testing/every-split.ts";
import { type ContentCoding } from "./content-coding.ts";
import { decodeContent } from "./decode-content.ts";

const encoders: readonly (readonly [string, ContentCoding, (data: Uint8Array) => Buffer])[] = [
  ["gzip", "gzip", (data) => gzipSync(data)],
  ["deflate", "deflate", (data) => deflateSync(data)],
  ["deflate of another window size", "deflate", (data) => deflateSync(data, { windowBits: 9 })],
  ["deflate without its zlib wrapping", "deflate", (data) => deflateRawSync(data)],
  ["stored deflate without wrapping", "deflate", (data) => deflateRawSync(data, { level: 0 })],
  ["br", "br", (data) => brotliCompressSync(data)],
];

const bombs: readonly (readonly [ContentCoding, () => Transform])[] = [
  ["gzip", () => createGzip({ level: 9 })],
  ["deflate", () => createDeflate({ level: 9 })],
  ["br", () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
];

const wide = { maxBodyBytes: 64 * 1024 * 1024, maxRatio: 2000 };
const text = Buffer.from("The queue holds 17 messages; the oldest has waited 3 hours. ".repeat(3));

/** A source that counts what is asked of it. */
class Pieces implements AsyncIterable<Uint8Array> {
  taken = 0;
  returned = 0;
  readonly #pieces: Iterator<Uint8Array>;

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return {
      next: () => {
        this.taken++;
        const next = this.#pieces.next();
        return Promise.resolve(next.done ? { done: true, value: undefined } : next);
      },
      return: () => {
        this.returned++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

function decode(pieces: Iterable<Uint8Array>, coding: ContentCoding, limits = wide): Promise<Buffer> {
  return readAll(decodeContent(new Pieces(pieces), coding, limits));
}

/** 1 GiB of zeros, coded by a stream and never held as a whole. */
function bomb(create: () => Transform, megabytes = 1024): AsyncIterable<Uint8Array> {
  const zeros = new Uint8Array(1024 * 1024);
  const source = Readable.from(
    (function* () {
      for (let written = 0; written < megabytes; written++) yield zeros;
    })(),
  );
  // What ends it early is the reader that is tested.
  return pipeline(source, create(), () => {});
}

describe.each(encoders)("a body coded with %s", (_, coding, encode) => {
  it("is the same wherever its bytes were cut", async () => {
    const coded = encode(text);
    for (const pieces of everySplit(coded)) expect(await decode(pieces, coding)).toEqual(text);
  });

  it("is the same for any data and any pieces", async () => {
    const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.nat({ max: 200 }),
        cuts,
        async (data, times, sizes) => {
          const whole = Buffer.concat(Array.from({ length: times + 1 }, () => data));
          const coded = encode(whole);
          const pieces: Uint8Array[] = [];
          let at = 0;
          for (const size of sizes) pieces.push(coded.subarray(at, (at += size)));
          pieces.push(coded.subarray(at));
          expect((await decode(pieces, coding)).equals(whole)).toBe(true);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is an error when it is cut short at any byte", async () => {
    const coded = encode(text);
    for (let length = 1; length < coded.length; length++) {
      const cut = coded.subarray(0, length);
      await expect(decode([cut], coding)).rejects.toMatchObject({ name: "HttpTlsError", code: "decode" });
      await expect(decode([cut.subarray(0, -1), cut.subarray(-1)], coding)).rejects.toMatchObject({
        code: "decode",
      });
    }
  });

  it.each([
    ["a zero byte", Buffer.of(0)],
    ["a line end", Buffer.from("\r\n")],
    ["text", Buffer.from("and more")],
    ["many zero bytes", Buffer.alloc(100_000)],
  ])("is an error when %s follows it", async (_what, rest) => {
    const coded = encode(text);
    const error = { code: "decode" };
    await expect(decode([coded, rest], coding)).rejects.toMatchObject(error);
    await expect(decode([Buffer.concat([coded, rest])], coding)).rejects.toMatchObject(error);
    const bytewise = Array.from(Buffer.concat([coded, rest]), (byte) => Uint8Array.of(byte));
    await expect(decode(bytewise.slice(0, coded.length + 1), coding)).rejects.toMatchObject(error);
  });

  it("is an empty body when nothing was coded", async () => {
    expect(await decode([encode(Buffer.alloc(0))], coding)).toHaveLength(0);
  });

  it("is an empty body when no byte came at all", async () => {
    expect(await decode([], coding)).toHaveLength(0);
    expect(await decode([new Uint8Array(0), new Uint8Array(0)], coding)).toHaveLength(0);
  });

  it("is read as it comes, before its end is known", async () => {
    const coded = encode(text);
    let more: (() => void) | undefined;
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield coded;
      await new Promise<void>((resolve) => (more = resolve));
    }
    const reader = decodeContent(slow(), coding, wide)[Symbol.asyncIterator]();
    expect(await reader.next()).toEqual({ done: false, value: text });
    const end = reader.next();
    while (!more) await new Promise(setImmediate);
    more();
    expect(await end).toEqual({ done: true, value: undefined });
  });

  it("may be exactly as long as maxBodyBytes, and no byte longer", async () => {
    const whole = Buffer.from(Array.from({ length: 200_000 }, (_unused, at) => (at * at) >> 7));
    const coded = encode(whole);
    expect(await decode([coded], coding, { ...wide, maxBodyBytes: 200_000 })).toEqual(whole);
    await expect(decode([coded], coding, { ...wide, maxBodyBytes: 199_999 })).rejects.toMatchObject({
      code: "too_large",
      context: { limit: "maxBodyBytes" },
    });
  });
});

describe("corrupt data", () => {
  it.each(encoders.filter(([, coding]) => coding !== "br"))(
    "is an error in %s, with its cause",
    async (_, coding) => {
      const corrupt = coding === "gzip" ? "nonsense" : "\u007fnonsense";
      const failed = decode([Buffer.from(corrupt, "latin1")], coding);
      await expect(failed).rejects.toMatchObject({ code: "decode", cause: { name: "Error" } });
    },
  );

  it("is found wherever a bit of the gzip data or of its checksum is wrong", async () => {
    const coded = gzipSync(text);
    // The ten bytes of the head hold a time and a system, which mean nothing here.
    for (let at = 10; at < coded.length; at++) {
      const corrupt = Buffer.from(coded);
      corrupt[at] = (corrupt[at] ?? 0) ^ 0x10;
      await expect(decode([corrupt], "gzip")).rejects.toMatchObject({ code: "decode" });
    }
  });

  it("returns the source, and reads no further", async () => {
    const source = new Pieces(Array.from({ length: 50 }, () => Buffer.from("nonsense")));
    await expect(readAll(decodeContent(source, "gzip", wide))).rejects.toMatchObject({ code: "decode" });
    expect(source).toMatchObject({ taken: 1, returned: 1 });
  });

  it("names the peer when it is known", async () => {
    const context = { host: "mx1.test", port: 443 };
    const body = decodeContent(new Pieces([Buffer.from("nonsense")]), "gzip", { ...wide, context });
    await expect(readAll(body)).rejects.toMatchObject({
      message: "[decode] the coded body is corrupt (gzip: incorrect header check) (mx1.test:443)",
      context,
    });
  });
});

describe("gzip of several members", () => {
  const members = ["one, ", "", "two, ", "three"].map((part) => gzipSync(part));
  const coded = Buffer.concat(members);

  it("is decoded to its last one, wherever it was cut", async () => {
    expect((await decode(members, "gzip")).toString()).toBe("one, two, three");
    for (const pieces of everySplit(coded)) {
      expect((await decode(pieces, "gzip")).toString()).toBe("one, two, three");
    }
  });

  it("is an error when it is cut inside of one", async () => {
    const ends = new Set<number>();
    let end = 0;
    for (const member of members) ends.add((end += member.length));
    for (let length = 1; length < coded.length; length++) {
      const cut = decode([coded.subarray(0, length)], "gzip").catch((error: HttpTlsError) => error.code);
      // Where a member ends, the whole may have ended: only the framing of the message can know better.
      expect(await cut).toEqual(ends.has(length) ? expect.any(Buffer) : "decode");
    }
  });
});

describe.each(bombs)("a bomb in %s", (coding, create) => {
  it("ends at the ratio, after a few pieces", async () => {
    let received = 0;
    const read = async (): Promise<void> => {
      const body = decodeContent(bomb(create), coding, { maxBodyBytes: 2 ** 31, maxRatio: 200 });
      for await (const piece of body) received += piece.length;
    };
    await expect(read()).rejects.toMatchObject({
      code: "too_large",
      context: { limit: "decompress.maxRatio" },
    });
    expect(received).toBeLessThanOrEqual(64 * 1024);
  });

  it("takes no memory while nobody reads on, even when it came in one piece", async () => {
    const coded = await readAll(bomb(create, 128));
    const limits = { maxBodyBytes: 2 ** 31, maxRatio: 1e9 };
    const before = process.memoryUsage().external;
    const reader = decodeContent(new Pieces([coded]), coding, limits)[Symbol.asyncIterator]();
    expect((await reader.next()).value?.length).toBeLessThanOrEqual(64 * 1024);
    for (let turns = 0; turns < 5000; turns++) await new Promise(setImmediate);
    expect(process.memoryUsage().external - before).toBeLessThan(2 * 1024 * 1024);
    await reader.return?.();
  });

  it("ends at maxBodyBytes, of which not one byte more is given out", async () => {
    const maxBodyBytes = 1_000_000;
    let received = 0;
    const read = async (): Promise<void> => {
      const body = decodeContent(bomb(create), coding, { maxBodyBytes, maxRatio: 1e9 });
      for await (const piece of body) received += piece.length;
    };
    await expect(read()).rejects.toMatchObject({ code: "too_large", context: { limit: "maxBodyBytes" } });
    expect(received).toBeLessThanOrEqual(maxBodyBytes);
    expect(received).toBeGreaterThan(maxBodyBytes - 128 * 1024);
  });
});

describe("the ratio", () => {
  it("does not depend on how the body was cut", async () => {
    const coded = gzipSync(Buffer.alloc(500_000));
    const limits = { ...wide, maxRatio: 200 };
    for (const size of [1, 7, coded.length]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < coded.length; at += size) pieces.push(coded.subarray(at, at + size));
      await expect(decode(pieces, "gzip", limits)).rejects.toMatchObject({ code: "too_large" });
    }
  });

  it("is not looked at below 64 KiB", async () => {
    const coded = gzipSync(Buffer.alloc(64 * 1024));
    expect(await decode([coded], "gzip", { ...wide, maxRatio: 1 })).toHaveLength(64 * 1024);
  });
});

describe("backpressure", () => {
  it("reads nothing from the source before the reader asks", async () => {
    const source = new Pieces([gzipSync(text)]);
    const reader = decodeContent(source, "gzip", wide)[Symbol.asyncIterator]();
    await new Promise(setImmediate);
    expect(source.taken).toBe(0);
    await reader.next();
    expect(source.taken).toBe(1);
  });

  it("leaves the source alone while decoded pieces wait", async () => {
    const coded = gzipSync(Buffer.alloc(10_000_000));
    const source = new Pieces([coded.subarray(0, -20), coded.subarray(-20)]);
    const reader = decodeContent(source, "gzip", wide)[Symbol.asyncIterator]();
    for (let pieces = 0; pieces < 100; pieces++) {
      const { value } = await reader.next();
      expect(value?.length).toBeLessThanOrEqual(64 * 1024);
      await new Promise(setImmediate);
      expect(source.taken).toBe(1);
    }
    await reader.return?.();
  });
});

describe("leaving a body early", () => {
  it("returns the source once, and reads nothing more", async () => {
    const source = new Pieces(Array.from({ length: 9 }, () => gzipSync(Buffer.alloc(200_000))));
    for await (const piece of decodeContent(source, "gzip", wide)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    expect(source).toMatchObject({ taken: 1, returned: 1 });
  });

  it("returns the source even before anything was read", async () => {
    const source = new Pieces([]);
    const reader = decodeContent(source, "br", wide)[Symbol.asyncIterator]();
    expect(await reader.return?.()).toEqual({ done: true, value: undefined });
    expect(await reader.return?.()).toEqual({ done: true, value: undefined });
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect(source).toMatchObject({ taken: 0, returned: 1 });
  });

  it("ends a read that is under way", async () => {
    const coded = gzipSync(Buffer.alloc(10_000_000));
    const reader = decodeContent(new Pieces([coded]), "gzip", wide)[Symbol.asyncIterator]();
    const read = reader.next();
    await Promise.resolve();
    await reader.return?.();
    expect(await read).toEqual({ done: true, value: undefined });
  });

  it("frees every decoder, however the body ended", async () => {
    let opened = 0;
    let closed = 0;
    const hook = createHook({
      init(_id, type, _trigger, resource) {
        if (type !== "ZLIB") return;
        opened++;
        const handle = resource as { close(): void };
        const close = handle.close.bind(handle);
        handle.close = () => {
          closed++;
          close();
        };
      },
    });
    const coded = gzipSync(Buffer.alloc(300_000));
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield coded.subarray(0, 50);
      await Promise.resolve();
      throw new Error("cut");
    }
    hook.enable();
    for (let run = 0; run < 200; run++) {
      for await (const _ of decodeContent(new Pieces([coded]), "gzip", wide)) break;
      await decode([coded], "gzip");
      await decode([coded.subarray(0, -1)], "gzip").catch(() => {});
      await decode([coded, Buffer.of(0)], "gzip").catch(() => {});
      await decode([coded], "gzip", { ...wide, maxBodyBytes: 1 }).catch(() => {});
      await readAll(decodeContent(failing(), "gzip", wide)).catch(() => {});
    }
    // A decoder that works in another thread is freed when that is done.
    await new Promise(setImmediate);
    hook.disable();
    expect(opened).toBe(1200);
    expect(closed).toBe(opened);
  });
});

describe("the source", () => {
  it("passes its errors unchanged, and is not returned after one", async () => {
    const error = new HttpTlsError("closed", "the peer went away");
    let returned = false;
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => {
        const pieces = [gzipSync(text).subarray(0, 20)];
        return {
          next: () => {
            const value = pieces.pop();
            return value ? Promise.resolve({ done: false, value }) : Promise.reject(error);
          },
          return: () => {
            returned = true;
            return Promise.resolve({ done: true, value: undefined });
          },
        };
      },
    };
    await expect(readAll(decodeContent(source, "gzip", wide))).rejects.toBe(error);
    expect(returned).toBe(false);
  });

  it("cannot hide what was wrong with the body by failing to end", async () => {
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: Buffer.from("nonsense") }),
        return: () => Promise.reject(new Error("no end")),
      }),
    };
    await expect(readAll(decodeContent(source, "gzip", wide))).rejects.toMatchObject({ code: "decode" });
  });

  it("is read by one at a time", async () => {
    const reader = decodeContent(new Pieces([gzipSync(text)]), "gzip", wide)[Symbol.asyncIterator]();
    const first = reader.next();
    await expect(reader.next()).rejects.toMatchObject({ code: "invalid_argument" });
    expect((await first).value).toEqual(text);
  });
});
