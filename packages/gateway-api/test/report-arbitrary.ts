import fc from "fast-check";
import type { Report, ReportExpression, ReportLine } from "../src/report/index.ts";
import { filterArbitrary } from "./filter-arbitrary.ts";

const key = fc
  .oneof(
    fc.constantFrom(
      "mail:action:%",
      "mail:total",
      "ippolicy:allow",
      "hsl:stat",
      "%",
      "%.example.com",
      "a",
      "b",
    ),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  )
  .map((text) => text.replaceAll(",", ";").replaceAll("\n", " ").trim());

const keys = fc
  .tuple(
    key.filter((first) => first !== "" && !first.startsWith("=")),
    fc.array(key, { maxLength: 2 }),
  )
  .map(([first, others]) => [first, ...others]);

const label = fc
  .oneof(fc.constantFrom("waiting", "blocks", "a b", "x=y", "Köln"), fc.string({ maxLength: 10 }))
  .map((text) => text.replaceAll(":", ";").replaceAll("\n", " ").replaceAll("=", "-").trim())
  .filter((text) => text !== "" && !/^(?:key[123]|clusternode)$/.test(text));

const number = fc
  .oneof(fc.nat(), fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }))
  .map((value) => ({ kind: "number" as const, value: Math.abs(value) }));

const leaf: fc.Arbitrary<ReportExpression> = fc.oneof(
  number,
  keys.map((found) => ({ kind: "counter" as const, keys: found })),
  fc.record({ kind: fc.constant("count" as const), filter: filterArbitrary() }),
  fc.record({ kind: fc.constant("rate" as const), namespace: fc.string() }),
  fc.record({
    kind: fc.constant("rate" as const),
    namespace: fc.string(),
    entry: fc.string({ unit: "binary" }),
  }),
);

/** Any formula of at most some fifty parts. */
export const expressionArbitrary: fc.Arbitrary<ReportExpression> = fc.letrec<{ all: ReportExpression }>(
  (tie) => ({
    all: fc.oneof(
      { maxDepth: 4, depthIdentifier: "formula" },
      leaf,
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom("+", "-", "*", "/"),
        left: tie("all"),
        right: tie("all"),
      }),
      fc.record({ kind: fc.constant("negate" as const), operand: tie("all") }),
    ),
  }),
).all;

const line: fc.Arbitrary<ReportLine> = fc.oneof(
  fc.record({
    kind: fc.constant("keys" as const),
    label: fc.oneof(label, fc.constantFrom("key1", "key2", "key3", "clusternode")),
    keys,
  }),
  fc.record({ kind: fc.constant("math" as const), label, expression: expressionArbitrary }),
);

/** Any report that can be written. */
export function reportArbitrary(): fc.Arbitrary<Report> {
  return fc.record({ lines: fc.array(line, { maxLength: 6 }) });
}
