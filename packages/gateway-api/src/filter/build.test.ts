import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterArbitrary } from "../../test/filter-arbitrary.ts";
import {
  FilterError,
  all,
  any,
  condition,
  escapeLike,
  everything,
  formatFilter,
  matchesFilter,
  not,
  parseFilter,
  quoteValue,
  type FilterRecord,
} from "./index.ts";

const record: FilterRecord = {
  id: 5n,
  msgfrom: "a@x",
  msgto: "b@y",
  msgaction: "DELIVER",
  msgretries: 1,
  msgsize: 10,
  msgsubject: "hello",
};

describe("the filter builder", () => {
  it("keeps a value that looks like an operator inside its value", () => {
    const filter = all(
      condition("from", "=", 'x" or action=DELIVER && '),
      condition("action", "=", "QUARANTINE"),
    );
    const text = formatFilter(filter);
    expect(text).toBe('from="x\\" or action=DELIVER && " && action=QUARANTINE');
    expect(parseFilter(text)).toEqual(filter);
  });

  it.each([
    ["plain", "plain"],
    ["", '""'],
    ["two words", '"two words"'],
    ['"quoted"', '"\\"quoted\\""'],
    ['in"side', 'in"side'],
    ["a\u00a0b", '"a\u00a0b"'],
    ["back\\", "back\\"],
    ["a\u00a0b\\", "a\u00a0b\\"],
  ])("quotes %j as %s", (value, expected) => {
    expect(quoteValue(value)).toBe(expected);
  });

  it("refuses the one kind of value the language cannot write", () => {
    expect(() => condition("subject", "~", "two words\\")).toThrow(FilterError);
  });

  it("checks fields, operators and values as the parser does", () => {
    expect(() => condition("from", ">", "x")).toThrow(/bad_operator/);
    expect(() => condition("time", ">", "soon")).toThrow(/bad_value/);
    expect(() => condition("metadata.a b", "=", "x")).toThrow(/unknown_field/);
  });

  it("takes numbers, big integers and dates", () => {
    const filter = all(
      condition("queueid", "=", 2n ** 60n),
      condition("retry", ">", 1),
      condition("time", ">", new Date("2010-01-02T13:37:05.900Z")),
    );
    expect(formatFilter(filter)).toBe("queueid=1152921504606846976 && retry>1 && time>1262439425");
  });

  it("escapes percent signs", () => {
    const filter = condition("subject", "~", `${escapeLike("100%")}%`);
    expect(matchesFilter(filter, { ...record, msgsubject: "100% sure" }, "queue")).toBe(true);
    expect(matchesFilter(filter, { ...record, msgsubject: "1000 sure" }, "queue")).toBe(false);
  });

  it("matches everything for all() of nothing and refuses any() of nothing", () => {
    expect(all()).toEqual(everything);
    expect(() => any()).toThrow(FilterError);
    expect(() => not(everything)).toThrow(FilterError);
    expect(any(everything, condition("from", "=", "x")).groups).toEqual([]);
  });

  it("multiplies out only as far as the limit", () => {
    const wide = all(...Array.from({ length: 200 }, (_, index) => condition("from", "=", `u${index}@x`)));
    expect(() => any(wide, wide)).toThrow(/too_long/);
  });

  it("gives all, any and not their plain meaning for any filters", () => {
    fc.assert(
      fc.property(filterArbitrary(), filterArbitrary(), (a, b) => {
        const holds = (filter: typeof a) => matchesFilter(filter, record, "queue");
        expect(holds(all(a, b))).toBe(holds(a) && holds(b));
        expect(holds(any(a, b))).toBe(holds(a) || holds(b));
        if (a.groups.length > 0) expect(holds(not(a))).toBe(!holds(a));
      }),
      { seed: 41 },
    );
  });
});
