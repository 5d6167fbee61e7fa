import { everySplit } from "@mailmux/http-tls/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SoapError } from "../errors.ts";
import { defaultMimeLimits, type MimeLimits } from "./limits.ts";
import { MultipartReader } from "./multipart-reader.ts";
import { writeMultipart } from "./multipart-writer.ts";

interface Part {
  headers: Record<string, string>;
  text: string;
}

function read(pieces: Iterable<Uint8Array>, limits: Partial<MimeLimits> = {}, boundary = "b"): Part[] {
  const parts: { headers: Record<string, string>; bytes: Buffer[]; ended: boolean }[] = [];
  const reader = new MultipartReader(
    boundary,
    {
      start: (headers) => parts.push({ headers: Object.fromEntries(headers), bytes: [], ended: false }),
      data: (bytes) => parts.at(-1)?.bytes.push(Buffer.from(bytes)),
      end: () => Object.assign(parts.at(-1) ?? {}, { ended: true }),
    },
    { ...defaultMimeLimits, ...limits },
  );
  for (const piece of pieces) reader.push(piece);
  reader.finish();
  expect(parts.every(({ ended }) => ended)).toBe(true);
  return parts.map(({ headers, bytes }) => ({ headers, text: Buffer.concat(bytes).toString("latin1") }));
}

const readText = (text: string, limits?: Partial<MimeLimits>): Part[] =>
  read([Buffer.from(text, "latin1")], limits);

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SoapError);
    expect((error as SoapError).code).toBe("decode");
    return (error as SoapError).reason;
  }
  return "nothing";
}

describe("a multipart message", () => {
  it("is read the same however its bytes are cut", () => {
    const text =
      "preamble\r\n--b \t\r\nContent-ID: <a>\r\nX: 1\r\n  2\r\n\r\none\r\n--\r\n-b\r\r\n--b\r\n\r\n\r\n--b\r\n\r\n--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\nAAEC\r\n/w==\r\n--b--\r\nepilogue --b";
    const expected = [
      { headers: { "content-id": "<a>", x: "1 2" }, text: "one\r\n--\r\n-b\r" },
      { headers: {}, text: "" },
      { headers: {}, text: "" },
      { headers: { "content-transfer-encoding": "BASE64" }, text: "\u0000\u0001\u0002\u00ff" },
    ];
    for (const pieces of everySplit(Buffer.from(text, "latin1"))) expect(read(pieces)).toEqual(expected);
  });

  it("gives back what was written, whatever the bytes are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(40)),
        (contents, cuts) => {
          const written = writeMultipart(
            "=_7f",
            contents.map((content) => ({ headers: [], content })),
          );
          const pieces: Uint8Array[] = [];
          let at = 0;
          for (const cut of cuts) pieces.push(written.subarray(at, (at += cut)));
          pieces.push(written.subarray(at));
          const texts = read(pieces, {}, "=_7f").map(({ text }) => text);
          expect(texts).toEqual(contents.map((content) => Buffer.from(content).toString("latin1")));
        },
      ),
    );
  });

  it.each([
    ["nothing at all", "", "ends too early"],
    ["no last delimiter", "--b\r\n\r\nx", "ends too early"],
    ["header fields that do not end", "--b\r\nA: b\r\n", "ends too early"],
    ["a delimiter with more on its line", "--b\r\n\r\nx\r\n--bc\r\n\r\n\r\n--b--", "something else"],
    ["bare line feeds", "--b\nA: b\n\nx\n--b--", "something else"],
    ["a header without a colon", "--b\r\nA b\r\n\r\n\r\n--b--", "cannot be read"],
    ["white space before the colon", "--b\r\nA : b\r\n\r\n\r\n--b--", "cannot be read"],
    ["a control character in a header", "--b\r\nA: \u0000\r\n\r\n\r\n--b--", "cannot be read"],
    ["a header that begins folded", "--b\r\n A: b\r\n\r\n\r\n--b--", "white space"],
    ["a header twice", "--b\r\nA: b\r\na: b\r\n\r\n\r\n--b--", "twice"],
    ["an unknown encoding", "--b\r\nContent-Transfer-Encoding: uu\r\n\r\n\r\n--b--", "unknown"],
  ])("with %s is refused", (_, text, reason) => {
    expect(failure(() => readText(text))).toContain(reason);
  });

  it.each([undefined, "", "a\r\n", "x".repeat(71), "ends "])(
    "with the boundary %j is refused",
    (boundary) => {
      expect(
        failure(() => new MultipartReader(boundary, { start() {}, data() {}, end() {} }, defaultMimeLimits)),
      ).toContain("boundary");
    },
  );
});

describe("the limits of a multipart message", () => {
  const text = "--b\r\nA: 12\r\n\r\nxyz\r\n--b\r\nA: 1\r\n\r\nx\r\n--b--";
  it.each([
    ["maxParts", 2],
    ["maxPartHeaderBytes", 5],
    ["maxPartBytes", 3],
    ["maxTotalBytes", text.length],
  ] as const)("take exactly %s and not one more", (name, value) => {
    expect(readText(text, { [name]: value })).toHaveLength(2);
    for (const pieces of everySplit(Buffer.from(text))) {
      expect(failure(() => read(pieces, { [name]: value - 1 }))).toContain(`past ${name} (${value - 1})`);
    }
  });

  it.each(["maxParts", "maxPartHeaderBytes", "maxPartBytes", "maxTotalBytes"] as const)(
    "mean zero by 0: %s",
    (name) => {
      expect(failure(() => readText(text, { [name]: 0 }))).toContain(`past ${name} (0)`);
    },
  );

  it("count bytes after the transfer encoding", () => {
    const coded = "--b\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC\r\n--b--";
    expect(readText(coded, { maxPartBytes: 3 })).toHaveLength(1);
  });
});

describe("a transfer encoding", () => {
  const decode = (encoding: string, text: string): string[] => {
    const head = `--b\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
    const whole = Buffer.from(`${head}${text}\r\n--b--`, "latin1");
    return [...new Set(Array.from(everySplit(whole), (pieces) => read(pieces)[0]?.text ?? ""))];
  };

  it.each([
    ["base64", "YQ==", "a"],
    ["base64", "YWI=", "ab"],
    ["base64", " Y W\r\nJj\t", "abc"],
    ["base64", "", ""],
    ["quoted-printable", "a=3D=e2=82=AC b", "a=\u00e2\u0082\u00ac b"],
    ["quoted-printable", "one =  \r\ntwo  \r\nthree\t", "one two\r\nthree"],
    ["quoted-printable", "end=", "end"],
    ["8bit", "\u00ff\r", "\u00ff\r"],
  ])("of %s turns %j into %j", (encoding, text, expected) => {
    expect(decode(encoding, text)).toEqual([expected]);
  });

  it.each([
    ["base64", "YQ="],
    ["base64", "Y"],
    ["base64", "Y==="],
    ["base64", "YWJj="],
    ["base64", "YQ==YQ=="],
    ["base64", "Y-=="],
    ["base64", "YQ==="],
    ["quoted-printable", "=4"],
    ["quoted-printable", "=XY"],
    ["quoted-printable", "= 4"],
    ["quoted-printable", "=\rx"],
    ["quoted-printable", "\u00e9"],
    ["quoted-printable", " ".repeat(1000)],
  ])("of %s refuses %j", (encoding, text) => {
    expect(failure(() => decode(encoding, text))).toMatch(/base64|quoted-printable/);
  });
});

describe("the reader's work", () => {
  /** Microseconds of processor time. */
  const work = (text: Buffer, piece: number): number => {
    const before = process.cpuUsage();
    const reader = new MultipartReader("b", { start() {}, data() {}, end() {} }, defaultMimeLimits);
    for (let at = 0; at < text.length; at += piece) reader.push(text.subarray(at, at + piece));
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };

  it.each([
    ["almost-delimiters", "\r\n--", 4096],
    ["line breaks", "\r\n", 4096],
    ["small pieces", "abc\r\n-", 16],
  ])("grows no faster than the message: %s", (_, unit, piece) => {
    const of = (bytes: number): Buffer => Buffer.from(`--b\r\n\r\n${unit.repeat(bytes / unit.length)}`);
    const sizes = [of(500_000), of(2_000_000)] as const;
    const best = [Infinity, Infinity];
    for (let round = 0; round < 10; round++) {
      for (const [index, text] of sizes.entries())
        best[index] = Math.min(best[index] ?? 0, work(text, piece));
    }
    // Four times the message: quadratic work would be sixteen times as much.
    expect((best[1] ?? 0) / (best[0] ?? 1)).toBeLessThan(8);
  });
});
