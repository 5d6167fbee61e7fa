import { describe, expect, it } from "vitest";
import { SoapError } from "../errors.ts";
import { cidUrl, contentIdOf } from "./content-id.ts";
import { contentTypeParameter, parseContentType } from "./content-type.ts";
import { defaultMimeLimits } from "./limits.ts";
import { RelatedReader } from "./related-reader.ts";
import { XopReferences } from "./xop-references.ts";

const failure = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SoapError);
    return (error as SoapError).reason;
  }
  return "nothing";
};

describe("a content type", () => {
  it.each([
    ["text/xml", "text/xml", {}],
    ["Multipart/Related; boundary=b", "multipart/related", { boundary: "b" }],
    ['a/b; X="a\\"; b=\\\\c" ;y=z;', "a/b", { x: 'a"; b=\\c', y: "z" }],
    ["a/b; type=text/xml; start=<a@b>", "a/b", { type: "text/xml", start: "<a@b>" }],
  ])("%s is read", (text, type, parameters) => {
    const read = parseContentType(text);
    expect([read.type, Object.fromEntries(read.parameters)]).toEqual([type, parameters]);
  });

  it.each([
    "",
    "text",
    "/xml",
    "text/xml; a",
    'text/xml; a="b',
    "text/xml a=b",
    "text/xml; a=1; A=2",
    "a/b; c=",
  ])("%j is refused", (text) => {
    expect(failure(() => parseContentType(text))).not.toBe("nothing");
  });

  it("has parameters that are read as they were written", () => {
    const written = `a/b${contentTypeParameter("x", 'say "\\"; y=1')}`;
    expect(parseContentType(written).parameters.get("x")).toBe('say "\\"; y=1');
  });
});

describe("a related message", () => {
  const read = (text: string, contentType: string): { root: string; rest: unknown[] } => {
    let root = "";
    const reader = new RelatedReader(
      parseContentType(contentType),
      { start: (type) => (root += `[${type}]`), push: (bytes) => (root += Buffer.from(bytes).toString()) },
      defaultMimeLimits,
    );
    reader.push(Buffer.from(text));
    reader.finish();
    const rest = reader.attachments.map((part) => ({
      ...part,
      content: Buffer.from(part.content).toString(),
    }));
    return { root, rest };
  };
  const part = (id: string, body: string): string =>
    `--b\r\nContent-ID: ${id}\r\nContent-Type: text/plain\r\n\r\n${body}\r\n`;
  const two = `${part("<one>", "1")}${part("<two>", "2")}--b--`;

  it("begins with its first part, or with the one that it names", () => {
    expect(read(two, "multipart/related; boundary=b")).toEqual({
      root: "[text/plain]1",
      rest: [{ contentId: "two", contentType: "text/plain", content: "2" }],
    });
    for (const start of ["<two>", "two", '"<two>"']) {
      expect(read(two, `multipart/related; boundary=b; start=${start}`)).toEqual({
        root: "[text/plain]2",
        rest: [{ contentId: "one", contentType: "text/plain", content: "1" }],
      });
    }
  });

  it("is refused when it names a part that is not there, or two parts alike", () => {
    expect(failure(() => read(two, 'multipart/related; boundary=b; start="<x>"'))).toContain("not there");
    expect(failure(() => read(part("a", "1") + two.replace("<two>", "<a>"), "a/b; boundary=b"))).toContain(
      "same",
    );
  });
});

describe("a reference to a part", () => {
  it("is a cid: URL, percent-encoded", () => {
    expect(contentIdOf(cidUrl("a b%@ü/c"))).toBe("a b%@ü/c");
    expect(contentIdOf("CID:x@y")).toBe("x@y");
    expect(contentIdOf("http://x/")).toBeUndefined();
    expect(failure(() => contentIdOf("cid:%"))).toContain("percent");
  });

  it("is filled when its part has come, and the part is then no attachment", () => {
    const references = new XopReferences();
    const filled: [string, Uint8Array][] = [];
    references.refer("cid:a", "x/a", (bytes) => filled.push(["a", bytes]));
    references.refer("cid:b", "x/b", (bytes) => filled.push(["b", bytes]));
    const content = Uint8Array.of(1);
    const attachments = ["b", "other"].map((contentId) => ({ contentId, contentType: "", content }));
    references.settle(attachments);
    expect(filled).toEqual([["b", content]]);
    expect(attachments.map(({ contentId }) => contentId)).toEqual(["other"]);
    expect(references.complete).toBe(false);
    expect(failure(() => references.finish())).toContain("not there");
  });

  it.each([
    ["http://169.254.169.254/", "other than a part"],
    ["file:///etc/passwd", "other than a part"],
    ["", "other than a part"],
    ["cid:a", "same part"],
  ])("to %j is refused", (href, reason) => {
    const references = new XopReferences();
    references.refer("cid:a", "x", () => {});
    expect(failure(() => references.refer(href, "x", () => {}))).toContain(reason);
  });
});
