import { describe, expect, it } from "vitest";
import { SoapError } from "../../src/errors.ts";
import { type XmlAttribute } from "../../src/xml/element.ts";
import { XmlTokenizer } from "../../src/xml/tokenizer.ts";
import { classes, classify, type DocumentClass } from "./classes.ts";
import { readSuite, seededRandom, type SuiteDocument } from "./suite.ts";
import { withoutDtd } from "./without-dtd.ts";

const suite = readSuite();

interface Outcome {
  /** `accepted`, or the reason of the refusal. */
  readonly verdict: string;
  /** What was told before that, in the suite's canonical form (but for names, which are without prefix). */
  readonly told: string;
}

function read(pieces: Iterable<Uint8Array>): Outcome {
  let told = "";
  const open: string[] = [];
  const tokenizer = new XmlTokenizer({
    start(_, name, attributes) {
      open.push(name);
      const sorted = attributes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      told += `<${name}${sorted.map((each) => ` ${written(each)}="${canonical(each.value)}"`).join("")}>`;
    },
    text: (text) => (told += canonical(text)),
    end: () => (told += `</${open.pop() ?? ""}>`),
  });
  try {
    for (const piece of pieces) tokenizer.push(piece);
    tokenizer.end();
    return { verdict: "accepted", told };
  } catch (error) {
    // Anything else that is thrown is a bug, and fails the test as it is.
    if (error instanceof SoapError && error.code === "decode") return { verdict: error.reason, told };
    throw error;
  }
}

function written({ namespace, name }: XmlAttribute): string {
  return namespace === "http://www.w3.org/XML/1998/namespace" ? `xml:${name}` : name;
}

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function canonical(text: string): string {
  return text.replaceAll(/[&<>"\t\n\r]/g, (found) => escapes[found] ?? `&#${found.charCodeAt(0)};`);
}

/** The whole, byte by byte, and 20 seeded ways of cutting it at random. */
function* cuttings(bytes: Uint8Array, seed: number): Generator<Iterable<Uint8Array>> {
  yield [bytes];
  yield pieces(bytes, () => 1);
  const random = seededRandom(seed);
  for (let run = 0; run < 20; run++) {
    const longest = 1 + random(run < 10 ? 16 : bytes.length + 1);
    yield pieces(bytes, () => 1 + random(longest));
  }
}

function* pieces(bytes: Uint8Array, nextLength: () => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = at + nextLength();
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** What is wrong with how a document is read, over all cuttings. */
function mistakes(bytes: Uint8Array, seed: number, expected: (typeof classes)[DocumentClass]): string[] {
  const whole = read([bytes]);
  const found = new Set<string>();
  for (const cutting of cuttings(bytes, seed)) {
    const { verdict, told } = read(cutting);
    const isRight =
      typeof expected === "object" ? expected.test(verdict) : expected === undefined || verdict === expected;
    if (!isRight) found.add(verdict);
    if ((verdict === "accepted") !== (whole.verdict === "accepted")) found.add(`cut otherwise: ${verdict}`);
    if (verdict === "accepted" && told !== whole.told) found.add("cut otherwise: tells something else");
  }
  return [...found];
}

const byClass = Map.groupBy(suite, classify);

describe("The W3C XML Conformance Test Suite", () => {
  it("has this many documents in each class, and no others", () => {
    expect(Object.fromEntries([...byClass].map(([name, documents]) => [name, documents.length]))).toEqual({
      "for XML 1.1 only": 271,
      "for other editions": 313,
      "in another encoding": 54,
      "in another encoding, with a DTD": 11,
      "with a malformed XML declaration": 70,
      "with a DTD": 1607,
      "with a processing instruction": 18,
      "with colons that namespaces forbid": 2,
      "not well-formed": 181,
      "with an error that may pass": 1,
      "well-formed": 57,
    });
    expect(new Set(suite.map((document) => document.id)).size).toBe(2585);
  });

  it.each(Object.keys(classes) as DocumentClass[])(
    "documents %s are read as they must, however they are cut",
    (name) => {
      const documents = byClass.get(name) ?? [];
      const wrong = documents.map(({ id, bytes }, index) => [id, ...mistakes(bytes, index, classes[name])]);
      expect(wrong.filter((each) => each.length > 1)).toEqual([]);
    },
  );
});

/** Names in the canonical forms are as written; the reader gives them expanded, so these are the same without prefixes. */
function isComparable({ canonical: form, bytes }: SuiteDocument): boolean {
  return form !== undefined && !/xmlns|<\?/.test(form) && !/<[^>\s]*:/.test(bytes.toString("utf8"));
}

// Most documents have a DTD, which hides the rest of them from a reader that refuses it. Where the DTD is internal, right,
// and declares elements only, the document without it is well-formed exactly when it was so with it.
describe("The W3C XML Conformance Test Suite without its plainest DTDs", () => {
  const stripped = (byClass.get("with a DTD") ?? []).flatMap((document) => {
    const bytes = withoutDtd(document.bytes);
    return bytes ? [{ ...document, bytes }] : [];
  });
  const strippedByClass = Map.groupBy(stripped, classify);

  it("has this many documents in each class, and no others", () => {
    expect(
      Object.fromEntries([...strippedByClass].map(([name, documents]) => [name, documents.length])),
    ).toEqual({
      "with a processing instruction": 15,
      "with colons that namespaces forbid": 4,
      "not well-formed": 176,
      "with an error that may pass": 2,
      "well-formed": 149,
    });
  });

  it.each([...strippedByClass.keys()])("documents %s are read as they must, however they are cut", (name) => {
    const documents = strippedByClass.get(name) ?? [];
    const wrong = documents.map(({ id, bytes }, index) => [id, ...mistakes(bytes, index, classes[name])]);
    expect(wrong.filter((each) => each.length > 1)).toEqual([]);
  });

  it("says what its canonical forms say", () => {
    const compared = (strippedByClass.get("well-formed") ?? []).filter(isComparable);
    expect(compared.map(({ id, bytes }) => [id, read([bytes]).told])).toEqual(
      compared.map(({ id, canonical: form }) => [id, form]),
    );
    expect(compared).toHaveLength(120);
  });
});
