import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completeFilter, filterField, parseFilter, type CompletionOptions } from "./index.ts";

/** Completions at the `|` of a text, and the text with the first of them put in. */
function at(marked: string, options?: CompletionOptions) {
  const position = marked.indexOf("|");
  const text = marked.slice(0, position) + marked.slice(position + 1);
  const found = completeFilter(text, position, options);
  const [first] = found.options;
  return {
    texts: found.options.map((option) => option.text),
    kinds: [...new Set(found.options.map((option) => option.kind))],
    result: first === undefined ? undefined : text.slice(0, found.from) + first.text + text.slice(found.to),
  };
}

describe("completeFilter", () => {
  it("offers every field at the beginning, and not, which alone can stand there", () => {
    const { texts } = at("|");
    expect(texts).toEqual(expect.arrayContaining(["from", "to", "subject", "action", "not"]));
    expect(texts).not.toContain("and");
    // Nothing can be found by it, so it is not offered.
    expect(texts).not.toContain("rawsubject");
  });

  it.each([
    ["fr|", "from"],
    ["SUB|", "subject"],
    ["from=a@x q|", "from=a@x queueid"],
    ["from=a@x o|", "from=a@x or"],
    ["from=a@x t|", "from=a@x to"],
    ["not re|", "not retry"],
    ["act| from=a@x", "action from=a@x"],
    ["score|", "rpdscore"],
  ])("completes %j to %j", (text, result) => {
    expect(at(text).result).toBe(result);
  });

  it("offers what joins conditions after a condition, and only there", () => {
    expect(at("from=a@x |").texts.slice(0, 4)).toEqual(["and", "or", "&&", "not"]);
    expect(at("from=a@x or |").texts).not.toContain("and");
    expect(at("from=a@x &|").texts).toEqual(["&&"]);
  });

  it("offers the operators of a field once its name is written", () => {
    expect(at("from|").texts).toEqual(["=", "~"]);
    expect(at("size|").texts).toEqual(["=", ">", "<", ">=", "<="]);
    expect(at("action|").result).toBe("action=");
    expect(at("metadata.customer|").texts).toEqual(["=", "~"]);
  });

  it("offers the values of action, and in the queue those it has", () => {
    expect(at("action=|").texts).toContain("BOUNCE");
    expect(at("action=|", { source: "queue" }).texts).toEqual(["DELIVER", "QUARANTINE"]);
    expect(at("action=q| from=a@x").result).toBe("action=QUARANTINE from=a@x");
  });

  it("offers values that the caller knows, quoted where they must be", () => {
    const values = {
      server: ["mailserver:1", "mailserver:2"],
      "metadata.customer": ["Acme", "Two Words", 'a"b c'],
    };
    expect(at("server=|", { values }).texts).toEqual(["mailserver:1", "mailserver:2"]);
    expect(at("server=2|", { values }).result).toBe("server=mailserver:2");
    expect(at('metadata.customer="two w|', { values }).result).toBe('metadata.customer="Two Words"');
    expect(at('metadata.customer="two| words" to=b@x', { values }).result).toBe(
      'metadata.customer="Two Words" to=b@x',
    );
    expect(at('metadata.customer=a"|', { values }).texts).toEqual(['"a\\"b c"']);
    expect(at("meta|", { values }).texts).toEqual(["metadata.customer"]);
  });

  it("leaves out fields that the list does not have", () => {
    expect(at("|", { source: "history" }).texts).not.toContain("retry");
    expect(at("|", { source: "queue" }).texts).not.toContain("historyid");
  });

  it("offers nothing where nothing is known, and for texts that no gateway takes", () => {
    expect(at("from=|").texts).toEqual([]);
    expect(at("nosuch=|").texts).toEqual([]);
    expect(completeFilter("x".repeat(2_000_000), 5).options).toEqual([]);
  });

  it("keeps to the limit", () => {
    expect(completeFilter("", 0, { limit: 3 }).options).toHaveLength(3);
  });

  it("gives a range around the position for any text, and completions that are filters", () => {
    const values = { server: ["mailserver:1"], "metadata.x": ['q " q', "end\\", "a b\\"] };
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'fromt=~<>"\\ &.&n%{}x\n') }),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(text, fc.nat(40), (written, position) => {
        const where = Math.min(position, written.length);
        const { from, to, options } = completeFilter(written, position, { values });
        expect(from).toBeLessThanOrEqual(where);
        expect(to).toBeGreaterThanOrEqual(where);
        for (const option of options) {
          if (option.kind === "field") expect(filterField(option.text)).toBeDefined();
          if (option.kind === "value") expect(() => parseFilter(`subject=${option.text}`)).not.toThrow();
        }
      }),
      { numRuns: 2_000, seed: 41 },
    );
  });
});
