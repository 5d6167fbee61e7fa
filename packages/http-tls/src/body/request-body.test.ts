import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { type RequestStream } from "./body-source.ts";
import {
  type RequestBody,
  type RequestBodyOptions,
  type ResolvedRequestBody,
  resolveRequestBody,
  type StreamBody,
} from "./request-body.ts";

function stream(body: RequestBody, options?: RequestBodyOptions): StreamBody {
  const resolved = resolveRequestBody(body, options);
  if (resolved.kind !== "stream") throw new Error(`not a stream but ${resolved.kind}`);
  return resolved;
}

async function pieces(body: StreamBody): Promise<unknown[]> {
  const open = body.open();
  const all: unknown[] = [];
  for (let step = await open.next(); step.done !== true; step = await open.next()) all.push(step.value);
  return all;
}

async function* generate(...parts: string[]): AsyncGenerator<string> {
  for (const part of parts) yield await Promise.resolve(part);
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("a body", () => {
  it("may be left out", () => {
    expect(resolveRequestBody(undefined)).toEqual({ kind: "none" });
  });

  it("may be a string, which is sent as UTF-8", () => {
    expect(resolveRequestBody("caf\u00e9")).toEqual({
      kind: "bytes",
      bytes: Buffer.from("636166c3a9", "hex"),
    });
    expect(resolveRequestBody("")).toEqual({ kind: "bytes", bytes: Buffer.alloc(0) });
  });

  it("may be bytes", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(resolveRequestBody(bytes)).toEqual({ kind: "bytes", bytes });
    expect(resolveRequestBody(Buffer.from(bytes))).toMatchObject({ kind: "bytes" });
  });

  it.each<[string, () => RequestStream, boolean]>([
    ["an array", () => ["one", "two"], false],
    ["a set", () => new Set(["one", "two"]), false],
    ["an async generator", () => generate("one", "two"), false],
    ["a Node stream", () => Readable.from(["one", "two"]), false],
    ["a web stream", () => ReadableStream.from(["one", "two"]) as unknown as AsyncIterable<string>, false],
  ])("may be %s", async (_, make) => {
    const body = stream(make());
    expect(body).toMatchObject({ repeatable: false, contentLength: undefined, trailerNames: undefined });
    expect(await pieces(body)).toEqual(["one", "two"]);
    expect(() => body.open()).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });

  it("may be a function, which gives it anew each time", async () => {
    let calls = 0;
    const body = stream(() => generate(`call ${++calls}`));
    expect(calls).toBe(0);
    expect(body.repeatable).toBe(true);
    expect(await pieces(body)).toEqual(["call 1"]);
    expect(await pieces(body)).toEqual(["call 2"]);
  });

  it("may be a function that gives a string, which is not taken apart", async () => {
    expect(await pieces(stream(() => "whole"))).toEqual(["whole"]);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a number", 7],
    ["true", true],
    ["an object", { length: 1 }],
    ["an array buffer", new ArrayBuffer(4)],
    ["an array of numbers in 16 bits", Uint16Array.of(1)],
    ["a data view", new DataView(new ArrayBuffer(4))],
    ["a blob", new Blob(["text"])],
    ["a promise", Promise.resolve("text")],
  ])("is refused when it is %s", (_, body) => {
    expect(() => resolveRequestBody(body as RequestBody)).toThrow(
      expect.objectContaining({ name: "HttpTlsError", code: "invalid_argument" }),
    );
  });

  it.each<[string, () => unknown, string]>([
    ["gives nothing", () => undefined, "invalid_argument"],
    ["gives a number", () => 7, "invalid_argument"],
    ["gives a promise", () => Promise.resolve(["text"]), "invalid_argument"],
    [
      "throws",
      () => {
        throw new Error("no such file");
      },
      "aborted",
    ],
  ])("is refused when it is a function that %s", (_, body, code) => {
    expect(() => stream(body as () => RequestStream).open()).toThrow(expect.objectContaining({ code }));
  });

  it("is refused when a part of its stream was read before", async () => {
    const node = Readable.from(["one", "two"]);
    await node[Symbol.asyncIterator]().next();
    const web = ReadableStream.from(["one", "two"]);
    const reader = web.getReader();
    await reader.read();
    reader.releaseLock();
    for (const body of [node, web as unknown as AsyncIterable<string>]) {
      expect(() => resolveRequestBody(body)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
      expect(() => stream(() => body).open()).toThrow(expect.objectContaining({ code: "invalid_argument" }));
    }
  });

  it("fails when its web stream is read by somebody else", () => {
    const web = ReadableStream.from(["one"]);
    const body = stream(web as unknown as AsyncIterable<string>);
    web.getReader();
    expect(() => body.open()).toThrow(expect.objectContaining({ code: "aborted" }));
  });

  it("may fail before its turn without ending the process", async () => {
    const node = new Readable({ read: () => {} });
    const body = stream(node);
    const error = new Error("disk gone");
    node.destroy(error);
    await new Promise(setImmediate);
    await expect(pieces(body)).rejects.toBe(error);
  });
});

describe("a body that is not sent", () => {
  it("ends its generator", () => {
    const generator = generate("one");
    stream(generator).discard();
    return expect(generator.next()).resolves.toEqual({ done: true, value: undefined });
  });

  it("destroys its Node stream", () => {
    const node = new Readable({ read: () => {} });
    const body = stream(node);
    body.discard();
    expect(node.destroyed).toBe(true);
    expect(() => body.open()).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });

  it("cancels its web stream", () => {
    let cancelled = false;
    const web = new ReadableStream({ cancel: () => void (cancelled = true) });
    stream(web as unknown as AsyncIterable<string>).discard();
    expect(cancelled).toBe(true);
  });

  it("does not call its function, nor touch an array", () => {
    const body = stream(() => {
      throw new Error("called");
    });
    expect(() => body.discard()).not.toThrow();
    expect(() => stream(["one"]).discard()).not.toThrow();
  });

  it("leaves a body alone that was opened", () => {
    const node = new Readable({ read: () => {} });
    const body = stream(node);
    body.open();
    body.discard();
    expect(node.destroyed).toBe(false);
  });
});

describe("the trailers of a body", () => {
  it("are none by default", async () => {
    expect(latin1(await stream([]).lastChunk())).toBe("0\r\n\r\n");
    expect(stream([], { trailers: {} }).trailerNames).toBeUndefined();
  });

  it("are announced where they are known", async () => {
    const trailers: Record<string, string> = { "X-Rows": "17", "X-Sum": "abc" };
    const body = stream([], { trailers });
    trailers["X-Rows"] = "changed";
    expect(body.trailerNames).toBe("X-Rows, X-Sum");
    expect(latin1(await body.lastChunk())).toBe("0\r\nX-Rows: 17\r\nX-Sum: abc\r\n\r\n");
  });

  it.each([
    ["at once", () => ({ "X-Rows": "17" })],
    ["in a while", () => Promise.resolve({ "X-Rows": "17" })],
  ])("may be given by a function %s", async (_, trailers) => {
    const body = stream([], { trailers });
    expect(body.trailerNames).toBeUndefined();
    expect(latin1(await body.lastChunk())).toBe("0\r\nX-Rows: 17\r\n\r\n");
  });

  it("are refused at once when they are known to be wrong", () => {
    expect(() => stream([], { trailers: { Host: "elsewhere.test" } })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });

  it.each<[string, () => unknown, string]>([
    ["a field that frames", () => ({ "Content-Length": "1" }), "invalid_argument"],
    ["nothing", () => undefined, "invalid_argument"],
    ["an error", () => Promise.reject(new Error("no sum")), "aborted"],
  ])("are refused when their function gives %s", async (_, trailers, code) => {
    const body = stream([], { trailers: trailers as () => Record<string, string> });
    await expect(body.lastChunk()).rejects.toMatchObject({ name: "HttpTlsError", code });
  });

  it.each<[string, () => ResolvedRequestBody]>([
    ["no body", () => resolveRequestBody(undefined, { trailers: { "X-Rows": "1" } })],
    ["a string", () => resolveRequestBody("text", { trailers: { "X-Rows": "1" } })],
    ["a declared length", () => resolveRequestBody(["x"], { trailers: { "X-Rows": "1" }, contentLength: 1 })],
  ])("are refused with %s", (_, resolve) => {
    expect(resolve).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });
});

describe("the declared length of a body", () => {
  it("belongs to a stream", () => {
    expect(stream(["x"], { contentLength: 1 }).contentLength).toBe(1);
    expect(stream([], { contentLength: 0 }).contentLength).toBe(0);
    for (const body of [undefined, "x", Uint8Array.of(1)]) {
      expect(() => resolveRequestBody(body, { contentLength: 1 })).toThrow(
        expect.objectContaining({ code: "invalid_argument" }),
      );
    }
  });

  it.each([-1, 1.5, NaN, Infinity, 2 ** 53, "5"])("cannot be %s", (contentLength) => {
    expect(() => stream(["x"], { contentLength: contentLength as number })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});
