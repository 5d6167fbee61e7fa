import { Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type RequestBody,
  type RequestBodyOptions,
  resolveRequestBody,
  type StreamBody,
} from "./request-body.ts";
import { type BodySink, sendStream } from "./send-stream.ts";

/** A sink that takes everything down, and may be told to be full. */
class Recorder implements BodySink {
  readonly writes: Buffer[] = [];
  full = false;
  pauses = 0;
  #resume: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  write(bytes: Uint8Array): boolean {
    if (this.full) throw new Error("written to a sink that was full");
    this.writes.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return !this.fills(bytes);
  }

  /** Overridden by tests that want pauses. */
  fills(_bytes: Uint8Array): boolean {
    return false;
  }

  drained(): Promise<void> {
    this.pauses++;
    return new Promise((resolve, reject) => {
      this.#resume = resolve;
      this.#fail = reject;
    });
  }

  resume(): void {
    this.full = false;
    this.#resume();
  }

  fail(error: Error): void {
    this.#fail(error);
  }

  get text(): string {
    return Buffer.concat(this.writes).toString("latin1");
  }
}

/** A sink that is full after every write, until the test says otherwise. */
class Narrow extends Recorder {
  override fills(): boolean {
    this.full = true;
    return true;
  }
}

function stream(body: RequestBody, options?: RequestBodyOptions): StreamBody {
  const resolved = resolveRequestBody(body, options);
  if (resolved.kind !== "stream") throw new Error(`not a stream but ${resolved.kind}`);
  return resolved;
}

/** Sends a body into a sink that is never full, and tells what came out. */
async function send(body: RequestBody, options?: RequestBodyOptions): Promise<Recorder> {
  const sink = new Recorder();
  expect(await sendStream(sink, stream(body, options))).toBe("sent");
  return sink;
}

/** The data of a chunked body, which must be nothing but that; trailers are given back as text. */
function unchunk(coded: Buffer): { data: Buffer; sizes: number[]; trailers: string } {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = coded.indexOf("\r\n", at);
    const line = coded.toString("latin1", at, lineEnd);
    expect(line).toMatch(/^(?:0|[1-9a-f][0-9a-f]*)$/);
    const size = Number.parseInt(line, 16);
    const start = lineEnd + 2;
    if (size === 0) {
      const trailers = coded.toString("latin1", start);
      return { data: Buffer.concat(parts), sizes: parts.map((part) => part.length), trailers };
    }
    parts.push(coded.subarray(start, start + size));
    at = start + size + 2;
    expect(coded.toString("latin1", at - 2, at)).toBe("\r\n");
  }
}

/** What waits for the next turn of the event loop has happened. */
async function turn(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

/** A generator that counts what is asked of it. */
class Counted implements AsyncIterable<unknown> {
  pulled = 0;
  returned = 0;
  readonly #pieces: Iterator<unknown>;

  constructor(pieces: Iterable<unknown>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return {
      next: () => {
        this.pulled++;
        return Promise.resolve(this.#pieces.next());
      },
      return: () => {
        this.returned++;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  get body(): RequestBody {
    return this as unknown as AsyncIterable<string>;
  }
}

/** Never gives a piece; ends only by being left. */
class Stuck extends Counted {
  override [Symbol.asyncIterator](): AsyncIterator<unknown> {
    return { ...super[Symbol.asyncIterator](), next: () => (this.pulled++, new Promise<never>(() => {})) };
  }
}

const large = (length: number): Uint8Array => Uint8Array.from({ length }, (_, at) => at % 251);

describe("a body in chunks", () => {
  it("is sent as chunks and a last one, in one write where it is small", async () => {
    const { writes, text } = await send(["hello ", Buffer.from("world")]);
    expect(text).toBe("b\r\nhello world\r\n0\r\n\r\n");
    expect(writes).toHaveLength(1);
  });

  it("may be empty", async () => {
    expect((await send([])).text).toBe("0\r\n\r\n");
    expect((await send(["", new Uint8Array(0)])).text).toBe("0\r\n\r\n");
  });

  it("holds no empty chunk, which would end it early", async () => {
    const { text } = await send(new Counted(["a", "", new Uint8Array(0), "b", ""]).body);
    expect(text).toBe("2\r\nab\r\n0\r\n\r\n");
  });

  it("ends with its trailers", async () => {
    const sum = { value: 0 };
    function* body(): Generator<string> {
      for (const piece of ["one", "two"]) {
        sum.value += piece.length;
        yield piece;
      }
    }
    const { text } = await send(body(), { trailers: () => ({ "X-Length": String(sum.value) }) });
    expect(text).toBe("6\r\nonetwo\r\n0\r\nX-Length: 6\r\n\r\n");
  });

  it("puts characters together that two strings share", async () => {
    const { writes } = await send(["\ud83d", "\udcee", "\ud83d"]);
    expect(unchunk(Buffer.concat(writes)).data.toString("utf8")).toBe("\ud83d\udcee\ufffd");
  });

  it("is the same for any pieces, however slow they are", async () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 50 }),
      fc.uint8Array({ maxLength: 50 }),
      fc.nat({ max: 70_000 }).map(large),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(piece, fc.nat({ max: 2 })), { maxLength: 12 }), async (pieces) => {
        async function* body(): AsyncGenerator<string | Uint8Array> {
          for (const [item, delay] of pieces) {
            if (delay === 1) await Promise.resolve();
            if (delay === 2) await new Promise(setImmediate);
            yield item;
          }
        }
        const { writes } = await send(body());
        const { data, trailers } = unchunk(Buffer.concat(writes));
        const whole = Buffer.concat(pieces.map(([item]) => Buffer.from(item as string)));
        expect(data.equals(whole)).toBe(true);
        expect(trailers).toBe("\r\n");
      }),
      { numRuns: 60 },
    );
  });

  it("joins many small pieces, and cuts large ones", async () => {
    const tiny = Array.from({ length: 20_000 }, () => "<a/>");
    const { writes } = await send(new Counted([...tiny, large(300_000)]).body);
    const { sizes } = unchunk(Buffer.concat(writes));
    expect(writes.length).toBeLessThan(15);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(380_000);
  });

  it("does not keep a small piece waiting for the next one", async () => {
    const sink = new Recorder();
    let more: (() => void) | undefined;
    async function* body(): AsyncGenerator<string> {
      yield "first";
      await new Promise<void>((resolve) => (more = resolve));
      yield "second";
    }
    const sent = sendStream(sink, stream(body()));
    await turn();
    expect(sink.text).toBe("5\r\nfirst\r\n");
    more?.();
    expect(await sent).toBe("sent");
    expect(sink.text).toBe("5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n");
  });

  it("does not keep a small piece waiting for the trailers", async () => {
    const sink = new Recorder();
    let give: ((trailers: Record<string, string>) => void) | undefined;
    const trailers = (): Promise<Record<string, string>> => new Promise((resolve) => (give = resolve));
    const sent = sendStream(sink, stream(["all"], { trailers }));
    await turn();
    expect(sink.text).toBe("3\r\nall\r\n");
    give?.({ "X-Rows": "1" });
    await sent;
    expect(sink.text).toBe("3\r\nall\r\n0\r\nX-Rows: 1\r\n\r\n");
  });

  it("may come from a producer that uses one buffer again and again", async () => {
    const buffer = new Uint8Array(40_000);
    async function* body(size: number): AsyncGenerator<Uint8Array> {
      for (let fill = 1; fill <= 3; fill++) {
        buffer.fill(fill);
        yield await Promise.resolve(buffer.subarray(0, size));
      }
    }
    for (const size of [10, 40_000]) {
      const whole = Buffer.concat([1, 2, 3].map((fill) => Buffer.alloc(size, fill)));
      const chunked = await send(body(size));
      expect(unchunk(Buffer.concat(chunked.writes)).data.equals(whole)).toBe(true);
      const plain = await send(body(size), { contentLength: 3 * size });
      expect(Buffer.concat(plain.writes).equals(whole)).toBe(true);
    }
  });
});

describe("a body of declared length", () => {
  it("is sent as it is", async () => {
    expect((await send(["hello ", "", "world"], { contentLength: 11 })).text).toBe("hello world");
    expect((await send(new Counted(["a", "b"]).body, { contentLength: 2 })).text).toBe("ab");
    expect((await send([], { contentLength: 0 })).text).toBe("");
    const { writes } = await send([large(200_000), large(5)], { contentLength: 200_005 });
    expect(Buffer.concat([large(200_000), large(5)]).equals(Buffer.concat(writes))).toBe(true);
  });

  it.each<[string, unknown[], number]>([
    ["nothing", [], 1],
    ["fewer bytes", ["hell"], 5],
    ["many fewer bytes", [large(100_000)], 200_000],
  ])("is an error when its stream gives %s", async (_, pieces, contentLength) => {
    const sink = new Recorder();
    const source = new Counted(pieces);
    await expect(sendStream(sink, stream(source.body, { contentLength }))).rejects.toMatchObject({
      name: "HttpTlsError",
      code: "invalid_argument",
    });
    expect(source.returned).toBe(0);
  });

  it.each<[string, unknown[], number]>([
    ["a byte where none was declared", ["x"], 0],
    ["one piece that is too long", ["hello!"], 5],
    ["a piece more", ["hello", "!"], 5],
    ["many pieces more", [large(100_000), large(100_000)], 100_000],
    ["a large piece that is too long", [large(100_001)], 100_000],
  ])(
    "is an error when its stream gives %s, and never arrives as if it were whole",
    async (_, pieces, contentLength) => {
      const sink = new Recorder();
      async function* body(): AsyncGenerator<unknown> {
        for (const piece of pieces) {
          yield piece;
          await turn();
        }
      }
      const sent = sendStream(sink, stream(body() as AsyncIterable<string>, { contentLength }));
      await expect(sent).rejects.toMatchObject({ code: "invalid_argument" });
      await turn();
      if (contentLength > 0) expect(sink.text.length).toBeLessThan(contentLength);
      else expect(sink.text).toBe("");
    },
  );

  it("lets go of a stream that gives too much", async () => {
    const source = new Counted(["hello", "!", "more"]);
    await sendStream(new Recorder(), stream(source.body, { contentLength: 5 })).catch(() => {});
    expect(source).toMatchObject({ pulled: 2, returned: 1 });
  });
});

describe("backpressure", () => {
  it("asks the body for nothing while the sink is full", async () => {
    const sink = new Narrow();
    const source = new Counted([large(20_000), large(20_000), large(20_000)]);
    const sent = sendStream(sink, stream(source.body));
    for (let writes = 1; writes <= 3; writes++) {
      await turn();
      expect(source.pulled).toBe(writes);
      expect(sink.writes).toHaveLength(writes);
      sink.resume();
    }
    expect(await sent).toBe("sent");
    expect(unchunk(Buffer.concat(sink.writes)).sizes).toEqual([20_000, 20_000, 20_000]);
  });

  it("holds inside of one large piece", async () => {
    const sink = new Narrow();
    const sent = sendStream(sink, stream([large(200_000)], { contentLength: 200_000 }));
    for (let writes = 1; writes <= 3; writes++) {
      await turn();
      expect(sink.writes).toHaveLength(writes);
      sink.resume();
    }
    expect(await sent).toBe("sent");
    expect(Buffer.concat(sink.writes).equals(large(200_000))).toBe(true);
  });

  it("holds for small pieces that were written while the body was slow", async () => {
    const sink = new Narrow();
    let more: (() => void) | undefined;
    let pulled = 0;
    async function* body(): AsyncGenerator<string> {
      for (const piece of ["one", "two", "three"]) {
        pulled++;
        yield piece;
        await new Promise<void>((resolve) => (more = resolve));
      }
    }
    const sent = sendStream(sink, stream(body()));
    await turn();
    more?.();
    await turn();
    // The second piece was asked for before the sink was full; it waits, and no third one is asked for.
    expect([pulled, sink.text]).toEqual([2, "3\r\none\r\n"]);
    for (const text of ["two", "three"]) {
      sink.resume();
      await turn();
      expect(sink.text).toContain(text);
      more?.();
      await turn();
    }
    sink.resume();
    expect(await sent).toBe("sent");
    expect(sink.text).toBe("3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
  });

  it("fails with what the sink fails with, and lets go of the body", async () => {
    const sink = new Narrow();
    const source = new Counted([large(20_000), large(20_000)]);
    const sent = sendStream(sink, stream(source.body));
    await turn();
    const error = new Error("the connection went away");
    sink.fail(error);
    await expect(sent).rejects.toBe(error);
    expect(source).toMatchObject({ pulled: 1, returned: 1 });
  });

  it("fails with what the sink throws, even while it waits for the body", async () => {
    const error = new Error("write after end");
    const sink: BodySink = {
      write: () => {
        throw error;
      },
      drained: () => Promise.resolve(),
    };
    let returned = false;
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => {
        const pieces = ["one"];
        return {
          next: () => {
            const value = pieces.pop();
            return value === undefined ? new Promise(() => {}) : Promise.resolve({ done: false, value });
          },
          return: () => {
            returned = true;
            return Promise.resolve({ done: true, value: undefined });
          },
        };
      },
    };
    await expect(sendStream(sink, stream(body))).rejects.toBe(error);
    expect(returned).toBe(true);
  });
});

describe("a body that fails", () => {
  const cause = new Error("disk gone");

  it.each<[string, () => RequestBody]>([
    [
      "an async generator",
      async function* () {
        yield await Promise.resolve("one");
        throw cause;
      },
    ],
    [
      "a generator",
      function* () {
        yield "one";
        throw cause;
      },
    ],
    [
      "a Node stream",
      () =>
        new Readable({
          read() {
            this.destroy(cause);
          },
        }),
    ],
    [
      "a web stream",
      () => new ReadableStream({ pull: () => Promise.reject(cause) }) as unknown as RequestBody,
    ],
  ])("is told as aborted, with its cause: %s", async (_, make) => {
    const sink = new Recorder();
    await expect(sendStream(sink, stream(make()))).rejects.toMatchObject({
      name: "HttpTlsError",
      code: "aborted",
      message: "[aborted] the request body failed",
      cause,
    });
    expect(sink.text).not.toContain("0\r\n\r\n");
  });

  it.each([[null], [undefined], [7], [{}], [["text"]], [new ArrayBuffer(1)]])(
    "because it gives %o is an error of the caller, and let go of",
    async (piece) => {
      const sink = new Recorder();
      const source = new Counted(["one", piece, "two"]);
      await expect(sendStream(sink, stream(source.body))).rejects.toMatchObject({ code: "invalid_argument" });
      expect(source).toMatchObject({ pulled: 2, returned: 1 });
      await turn();
      expect(sink.writes).toHaveLength(0);
    },
  );

  it("is told when its iterator gives no result", async () => {
    const body = { [Symbol.iterator]: () => ({ next: () => undefined }) } as unknown as Iterable<string>;
    await expect(sendStream(new Recorder(), stream(body))).rejects.toMatchObject({ code: "aborted" });
  });

  it("because of its trailers is not ended", async () => {
    const sink = new Recorder();
    const trailers = (): Record<string, string> => ({ "Transfer-Encoding": "chunked" });
    const sent = sendStream(sink, stream(["one"], { trailers }));
    await expect(sent).rejects.toMatchObject({ code: "invalid_argument" });
    await turn();
    expect(sink.text).toBe("");
  });
});

describe("a signal", () => {
  it("stops a body that is not begun", async () => {
    const node = new Readable({ read: () => {} });
    const signal = AbortSignal.abort();
    expect(await sendStream(new Recorder(), stream(node), { signal })).toBe("stopped");
    expect(node.destroyed).toBe(true);
  });

  it("stops a body that waits for its next piece", async () => {
    const controller = new AbortController();
    const source = new Stuck([]);
    const sent = sendStream(new Recorder(), stream(source.body), { signal: controller.signal });
    await turn();
    controller.abort();
    expect(await sent).toBe("stopped");
    expect(source).toMatchObject({ pulled: 1, returned: 1 });
  });

  it("stops a body that waits for the sink", async () => {
    const controller = new AbortController();
    const sink = new Narrow();
    const source = new Counted([large(20_000), large(20_000)]);
    const sent = sendStream(sink, stream(source.body), { signal: controller.signal });
    await turn();
    controller.abort();
    expect(await sent).toBe("stopped");
    expect(source).toMatchObject({ pulled: 1, returned: 1 });
    sink.resume();
    await turn();
    expect(sink.writes).toHaveLength(1);
  });

  it("stops a body that waits for its trailers", async () => {
    const controller = new AbortController();
    const sink = new Recorder();
    const trailers = (): Promise<Record<string, string>> => new Promise(() => {});
    const sent = sendStream(sink, stream(["one"], { trailers }), { signal: controller.signal });
    await turn();
    controller.abort();
    expect(await sent).toBe("stopped");
    expect(sink.text).toBe("3\r\none\r\n");
  });

  it("stops a body whose own write makes it come", async () => {
    const controller = new AbortController();
    const sink: BodySink = {
      write: () => {
        controller.abort();
        return false;
      },
      drained: () => new Promise(() => {}),
    };
    const source = new Counted([large(20_000), large(20_000)]);
    expect(await sendStream(sink, stream(source.body), { signal: controller.signal })).toBe("stopped");
    expect(source).toMatchObject({ pulled: 1, returned: 1 });
  });

  it("keeps what waits to be written from being written", async () => {
    const controller = new AbortController();
    const sink = new Recorder();
    async function* body(): AsyncGenerator<string> {
      yield await Promise.resolve("one");
      controller.abort();
      yield "two";
    }
    expect(await sendStream(sink, stream(body()), { signal: controller.signal })).toBe("stopped");
    await turn();
    expect(sink.writes).toHaveLength(0);
  });

  it("stops a body that aborts it while it is asked", async () => {
    const controller = new AbortController();
    let ended = false;
    function* body(): Generator<string> {
      try {
        controller.abort();
        yield "one";
      } finally {
        ended = true;
      }
    }
    expect(await sendStream(new Recorder(), stream(body()), { signal: controller.signal })).toBe("stopped");
    expect(ended).toBe(true);
  });

  it("lets go of streams that are stuck", async () => {
    let cancelled = false;
    const node = new Readable({ read: () => {} });
    const web = new ReadableStream({ cancel: () => void (cancelled = true) });
    for (const body of [node, web as unknown as AsyncIterable<string>]) {
      const controller = new AbortController();
      const sent = sendStream(new Recorder(), stream(body), { signal: controller.signal });
      await turn();
      controller.abort();
      expect(await sent).toBe("stopped");
    }
    expect(node.destroyed).toBe(true);
    expect(cancelled).toBe(true);
  });

  it("is stopped for even by a body that fails to end", async () => {
    const controller = new AbortController();
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          throw new Error("no end");
        },
      }),
    };
    const sent = sendStream(new Recorder(), stream(body), { signal: controller.signal });
    await turn();
    controller.abort();
    expect(await sent).toBe("stopped");
  });

  it("does nothing once the body was sent, and is not listened to any more", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    const source = new Counted(["one"]);
    expect(await sendStream(new Recorder(), stream(source.body), { signal })).toBe("sent");
    expect(listeners).toBe(0);
    controller.abort();
    expect(source.returned).toBe(0);
  });
});

describe("a repeated body", () => {
  it("is whole each time", async () => {
    const body = stream(() => ["one", "two"]);
    for (let attempt = 1; attempt <= 2; attempt++) {
      const sink = new Recorder();
      await sendStream(sink, body);
      expect(sink.text).toBe("6\r\nonetwo\r\n0\r\n\r\n");
    }
  });

  it("is refused when it cannot be whole", async () => {
    const body = stream(["one"].values());
    await sendStream(new Recorder(), body);
    await expect(sendStream(new Recorder(), body)).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
