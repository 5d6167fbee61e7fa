import { describe, expect, it } from "vitest";
import { createSoapClient, type XmlLimits } from "../../src/index.ts";
import { TagPairs } from "../../src/schema/tag-bytes.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { defaultXmlLimits } from "../../src/xml/limits.ts";
import { envelope, shop, type ShopService } from "../shop.ts";

/** What a call gives whose answer has this in its result, read with one limit changed. */
async function outcome(content: string, limit: keyof XmlLimits, value: number): Promise<string> {
  const transport = createInMemoryTransport(() => ({
    body: envelope(`<q:findResponse><result>${content}</result></q:findResponse>`),
  }));
  const client = createSoapClient<ShopService>({
    descriptor: shop,
    transport,
    xmlLimits: { [limit]: value },
  });
  const settled = await client.future().find({ filter: "" }).settled();
  if (settled.status === "ok") return "ok";
  expect(settled.error.code).toBe("decode");
  return settled.error.reason;
}

const attributes = (count: number): string =>
  Array.from({ length: count }, (_, index) => ` a${index}=""`).join("");
const prefixes = (count: number): string =>
  Array.from({ length: count }, (_, index) => ` xmlns:p${index}="u"`).join("");
const row = (more: string): string => `<item><id>1</id>${more}</item>`;

// Around the result stand the envelope, its empty header, the body and the wrapper; S and q are declared.
const cases: [limit: keyof XmlLimits, title: string, contentOf: (size: number) => string][] = [
  ["maxDepth", "unknown elements", (size) => "<x>".repeat(size - 4) + "</x>".repeat(size - 4)],
  [
    "maxDepth",
    "known ones",
    (size) =>
      `<item><id>1</id>${"<parent><id>1</id>".repeat(size - 6)}${"</parent>".repeat(size - 6)}</item>`,
  ],
  ["maxElements", "unknown elements", (size) => "<x/>".repeat(size - 5)],
  ["maxElements", "known ones", (size) => row("<tags>t</tags>".repeat(size - 7))],
  ["maxAttributes", "attributes", (size) => `<x${attributes(size)}/>`],
  ["maxAttributes", "namespaces among them", (size) => `<x xmlns:y="u"${attributes(size - 1)}/>`],
  ["maxPrefixes", "prefixes", (size) => `<x${prefixes(size - 2)}/>`],
  ["maxMarkupLength", "a tag", (size) => `<x${" ".repeat(size - 2)}/>`],
  ["maxMarkupLength", "a comment", (size) => `<!--${"x".repeat(size - 4)}-->`],
  ["maxTextLength", "text", (size) => row(`<name>${"x".repeat(size)}</name>`)],
  [
    "maxTextLength",
    "text of a later row",
    (size) => row("<name>x</name>") + row(`<name>${"x".repeat(size)}</name>`),
  ],
  ["maxTextLength", "CDATA", (size) => row(`<name><![CDATA[${"x".repeat(size)}]]></name>`)],
  ["maxTextLength", "pieces", (size) => row(`<name>${"x<!-- -->".repeat(size)}</name>`)],
  ["maxTextLength", "references", (size) => row(`<name>${"&amp;".repeat(size)}</name>`)],
];

describe("the limits of an answer", () => {
  it.each(cases)(
    "%s takes one less and exactly so many, and not one more: %s",
    async (limit, _, contentOf) => {
      // Large enough for the envelope around it.
      const size = limit === "maxMarkupLength" ? 120 : 60;
      const attempts = [size - 1, size, size + 1].map((each) => outcome(contentOf(each), limit, size));
      const [less, exact, more] = await Promise.all(attempts);
      expect([less, exact]).toEqual(["ok", "ok"]);
      expect(more).toContain(`past ${limit} (${size})`);
    },
  );

  it.each(Object.keys(defaultXmlLimits) as (keyof XmlLimits)[])(
    "%s of 0 is zero, not none",
    async (limit) => {
      expect(await outcome("<item><id>1</id></item>", limit, 0)).toContain(`past ${limit} (0)`);
    },
  );

  it("are all finite when nobody sets them", () => {
    for (const value of Object.values(defaultXmlLimits)) expect(Number.isSafeInteger(value)).toBe(true);
  });
});

describe("what a client keeps between answers", () => {
  it("is short names alone, and some thousands of them", () => {
    const pairs = new TagPairs();
    const long = "n".repeat(257);
    expect(pairs.of("name")).toBe(pairs.of("name"));
    expect(pairs.of(long)).not.toBe(pairs.of(long));
    for (let index = 0; index < 5000; index++) pairs.of(`p${index}:name`);
    expect(pairs.of("late")).not.toBe(pairs.of("late"));
  });
});
