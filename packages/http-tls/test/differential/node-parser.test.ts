import { versions } from "node:process";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { caseInputs, loadCorpus } from "../conformance/corpus.ts";
import { anyMutated } from "../conformance/mutations.ts";
import { type Comparison, compare, type Input } from "./compare.ts";
import { explained } from "./explained.ts";
import { createNodeServerReader } from "./node-parser.ts";

/** The llhttp that the table of explanations was made with: others may have fewer differences. */
const tableIsOf = "9.4.3";

const server = createNodeServerReader();
afterAll(() => server[Symbol.asyncDispose]());

const isExplained = (comparison: Comparison): boolean =>
  comparison.parts.length === 0 ||
  explained[comparison.input.message].some((explanation) => explanation.explains(comparison));

/** Fails with the first differences that nothing explains. */
async function allExplained(inputs: readonly Omit<Input, "text">[]): Promise<void> {
  const open: unknown[] = [];
  for (const input of inputs) {
    const comparison = await compare(input, server);
    if (isExplained(comparison)) continue;
    const { parts, ours, node } = comparison;
    open.push({ text: comparison.input.text, requestMethod: input.requestMethod, parts, ours, node });
    if (open.length === 10) break;
  }
  expect(open).toEqual([]);
}

describe("this package's parser and Node's", () => {
  for (const { part, cases } of loadCorpus()) {
    it(`read the corpus alike, but for what is explained: ${part}`, async () => {
      await allExplained(
        cases.flatMap(({ message, requestMethod, bytes }, index) =>
          // Of a sweep over bytes, every fifth: the whole would take ten seconds, and tell no more.
          caseInputs({ bytes })
            .filter((_, at, { length }) => length < 5 || at % 5 === index % 5)
            .map((input) => ({ message, requestMethod, bytes: input })),
        ),
      );
    });
  }

  it("read 3000 mutations of the corpus alike, but for what is explained", async () => {
    const mutations = fc.sample(anyMutated, { seed: 9112, numRuns: 3000 });
    await allExplained(mutations.map(({ setup, bytes }) => ({ ...setup, bytes })));
  });
});

describe("the explanation", () => {
  const table = (["response", "request"] as const).flatMap((message) =>
    explained[message].map((explanation) => ({ message, explanation, example: explanation.example })),
  );

  it.runIf(versions["llhttp"] === tableIsOf).each(table)(
    "still holds for $message $example",
    async ({ message, explanation }) => {
      const { example, requestMethod } = explanation;
      const comparison = await compare(
        { message, requestMethod, bytes: Buffer.from(example, "latin1") },
        server,
      );
      expect(comparison.parts).not.toEqual([]);
      expect(explanation.explains(comparison), JSON.stringify(comparison)).toBe(true);
    },
  );

  it("is one of its own for each difference, with a section of an RFC", () => {
    for (const { explanation } of table) expect(explanation.rfc).toMatch(/^91(10|12) section \d+(\.\d+)*$/);
    expect(
      new Set(table.map(({ example, explanation }) => `${explanation.requestMethod} ${example}`)).size,
    ).toBe(table.length);
  });
});
