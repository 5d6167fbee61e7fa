import { describe, expect, it } from "vitest";
import { encodeChunk, encodeLastChunk } from "./chunk-encoder.ts";

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("a chunk", () => {
  it("is its size in hexadecimal, its data and a line end", () => {
    expect(latin1(encodeChunk([Buffer.from("hello")]))).toBe("5\r\nhello\r\n");
    expect(latin1(encodeChunk([Buffer.alloc(65_535, "x")]))).toBe(`ffff\r\n${"x".repeat(65_535)}\r\n`);
  });

  it("joins several pieces", () => {
    const pieces = ["one, ", "", "two, ", "three"].map((text) => Buffer.from(text));
    expect(latin1(encodeChunk(pieces))).toBe("f\r\none, two, three\r\n");
  });

  it("is a copy of its pieces", () => {
    const piece = Buffer.from("abc");
    const chunk = encodeChunk([piece]);
    piece.fill("z");
    expect(latin1(chunk)).toBe("3\r\nabc\r\n");
  });

  it("is nothing when there is no byte, because an empty chunk would end the body", () => {
    expect(encodeChunk([])).toHaveLength(0);
    expect(encodeChunk([new Uint8Array(0)])).toHaveLength(0);
  });
});

describe("the end of a chunked body", () => {
  it("is the last chunk and an empty line", () => {
    expect(latin1(encodeLastChunk())).toBe("0\r\n\r\n");
  });

  it("carries trailers as they are written", () => {
    const trailers = {
      "Content-MD5": "c2FtcGxl",
      "X-Rows": "17",
      "X-Note": "caf\u00e9\tau lait",
      "X-Empty": "",
    };
    expect(latin1(encodeLastChunk(Object.entries(trailers)))).toBe(
      "0\r\nContent-MD5: c2FtcGxl\r\nX-Rows: 17\r\nX-Note: caf\u00e9\tau lait\r\nX-Empty: \r\n\r\n",
    );
  });

  it.each([
    ["a name that is no token", "X Rows", "1"],
    ["a name that ends its line", "X\r\nHost", "1"],
    ["an empty name", "", "1"],
    ["a value that ends its line", "X-Rows", "1\r\nX-More: 2"],
    ["a value with a bare line feed", "X-Rows", "1\n2"],
    ["a value with a zero byte", "X-Rows", "\0"],
    ["a value beyond one byte a character", "X-Rows", "\u20ac"],
    ["the length of the body", "Content-Length", "1"],
    ["the framing of the body, in any letter case", "transfer-ENCODING", "chunked"],
    ["credentials", "Authorization", "Basic eDp5"],
    ["the host", "host", "elsewhere.test"],
    ["the coding of the body", "Content-Encoding", "gzip"],
    ["a list of trailers", "Trailer", "X-Rows"],
  ])("refuses %s", (_, name, value) => {
    expect(() => encodeLastChunk([[name, value]])).toThrow(
      expect.objectContaining({ name: "HttpTlsError", code: "invalid_argument" }),
    );
  });

  it("refuses a trailer that is given twice", () => {
    const twice = [
      ["X-Rows", "1"],
      ["x-rows", "2"],
    ] as const;
    expect(() => encodeLastChunk(twice)).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  });

  it("checks what a value becomes as text, once", () => {
    let calls = 0;
    const shifty = { toString: () => (calls++ === 0 ? "1" : "1\r\nX-More: 2") } as unknown as string;
    expect(latin1(encodeLastChunk([["X-Rows", shifty]]))).toBe("0\r\nX-Rows: 1\r\n\r\n");
  });

  it("does not repeat a refused value in its error", () => {
    expect(() => encodeLastChunk([["X-Token", "s3cret\n"]])).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("s3cret") }),
    );
  });
});
