import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FilterError,
  everything,
  formatFilter,
  matchesFilter,
  parseFilter,
  type FilterErrorCode,
  type FilterRecord,
} from "./index.ts";
import { filterArbitrary } from "../../test/filter-arbitrary.ts";

/** The structure as text with parentheses, which the language itself does not have. */
function shape(text: string): string {
  const groups = parseFilter(text).groups.map((group) => {
    const alternatives = group.alternatives.map(({ terms }) => {
      const texts = terms.map(
        ({ negated, condition: c }) => `${negated ? "!" : ""}${c.field}${c.operator}[${c.value}]`,
      );
      return texts.length > 1 ? `(${texts.join(" & ")})` : texts.join("");
    });
    return alternatives.length > 1 ? `(${alternatives.join(" | ")})` : alternatives.join("");
  });
  return groups.join(" & ");
}

const uuid = "b70a2fea-683a-11e1-91e4-000c294da5fc";

describe("parseFilter", () => {
  it.each([
    ["", ""],
    ["  \t\r\n ", ""],
    ["from=a@x or to=a@x time>5", "(from=[a@x] | (to=[a@x] & time>[5]))"],
    ["from=a@x or to=a@x && action=QUARANTINE", "(from=[a@x] | to=[a@x]) & action=[QUARANTINE]"],
    [
      "quarantine=mailquarantine:1 or not action=QUARANTINE  &&  && subject~x",
      "(quarantine=[mailquarantine:1] | !action=[QUARANTINE]) & subject~[x]",
    ],
    ["quarantine=mailquarantine:1 && ", "quarantine=[mailquarantine:1]"],
    ['action=DELIVER && subject~"hello \\"you\\""', 'action=[DELIVER] & subject~[hello "you"]'],
    [
      "quarantine=a or quarantine=b && action=QUARANTINE time>123",
      "(quarantine=[a] | quarantine=[b]) & (action=[QUARANTINE] & time>[123])",
    ],
    [`messageid=${uuid} actionid=2`, `(messageid=[${uuid}] & actionid=[2])`],
    [
      "from=a@x server=mailserver:outbound or to=a@x server=mailserver:inbound",
      "((from=[a@x] & server=[mailserver:outbound]) | (to=[a@x] & server=[mailserver:inbound]))",
    ],
    ["from=a and to=b or ip=c", "((from=[a] & to=[b]) | ip=[c])"],
    ["&& && from=", "from=[]"],
    ['from=""', "from=[]"],
    ["not not from=x", "from=[x]"],
    ["not not not from=x", "!from=[x]"],
    ["not from=x to=y", "(!from=[x] & to=[y])"],
    ["time>1400000000.25", "time>[1400000000.25]"],
    ["sascore>-0.5 rpdscore>=100 size<=3", "(sascore>[-0.5] & rpdscore>=[100] & size<=[3])"],
    ["metadata.my-Customer_1=Acme", "metadata.my-Customer_1=[Acme]"],
    ["subject~=x&&y", "subject~[=x&&y]"],
    ['subject~a"b\\', 'subject~[a"b\\]'],
    ["subject~a\u00a0b", "subject~[a\u00a0b]"],
    ['subject~"two\nlines"', "subject~[two\nlines]"],
    ["action=quarantine", "action=[quarantine]"],
  ])("reads %j", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  it("reads the empty text as the filter that matches everything", () => {
    expect(parseFilter("")).toEqual(everything);
  });

  it.each<[string, FilterErrorCode, string, RegExp]>([
    ["form=a@x", "unknown_field", "form", /Did you mean "from"/],
    ["from=a From=b", "unknown_field", "From", /Did you mean "from"/],
    ["id=5", "unknown_field", "id", /Did you mean "queueid"/],
    ["metadata=x", "unknown_field", "metadata", /metadata\.NAME/],
    ["metadata.=x", "unknown_field", "metadata.", /metadata\.NAME/],
    ["constructor=x", "unknown_field", "constructor", /no field/],
    ["__proto__=x", "unknown_field", "__proto__", /no field/],
    ["from>a", "bad_operator", ">", /from=, from~/],
    ["time~5", "bad_operator", "~", /time=, time>/],
    ["quarantine~x", "bad_operator", "~", /quarantine=/],
    ["retry=many", "bad_value", "many", /retry=1/],
    ["time=", "bad_value", "", /seconds since 1970, UTC/],
    ["size==5", "bad_value", "=5", />= and <=/],
    ["time>1e9", "bad_value", "1e9", /number/],
    ["action=QUEUE", "bad_value", "QUEUE", /Write one of DELIVER/],
    ['to=x subject~"hello', "unterminated_quote", '"hello', /never closed/],
    ['subject~"hello\\"', "unterminated_quote", '"hello\\"', /never closed/],
    ['subject~"a"b', "syntax", "b", /space after the closing quote/],
    ["hello", "syntax", "hello", /subject~hello/],
    ["from = x", "syntax", "from", /no condition/],
    ["from=a = x", "syntax", "=", /no spaces around/],
    ["from=a OR to=b", "syntax", "OR", /lower case/],
    ["(from=a)", "syntax", "(from=a)", /no parentheses/],
    ["from!=a", "syntax", "from!=a", /Write not from/],
    ["from=a or", "syntax", "or", /missing after "or"/],
    ["and from=a", "syntax", "and", /missing before "and"/],
    ["from=a or && to=b", "syntax", "or &&", /missing after "or"/],
    ["from=a and or to=b", "syntax", "and or", /missing after "and"/],
    ["from=a not", "syntax", "not", /missing after "not"/],
    ["or", "syntax", "or", /missing before "or"/],
  ])("refuses %j and says what to write", (text, code, part, advice) => {
    const error = failure(text);
    expect(error.code).toBe(code);
    expect(text.slice(error.position.start, error.position.end)).toBe(part);
    expect(error.message).toMatch(advice);
    expect(error.message.startsWith(`[${code}] `)).toBe(true);
    expect(error.name).toBe("FilterError");
  });

  it("bounds the text and each value", () => {
    expect(parseFilter(" ".repeat(65_536))).toEqual(everything);
    expect(failure(" ".repeat(65_537))).toMatchObject({
      code: "too_long",
      position: { start: 65_536, end: 65_537 },
    });
    expect(parseFilter(`from=${"a".repeat(4_096)}`).groups).toHaveLength(1);
    expect(failure(`from=${"a".repeat(4_097)}`).code).toBe("too_long");
  });

  it.each([
    ["conditions", (length: number) => "to=a or ".repeat(length / 8) + "to=a"],
    ["spaces", (length: number) => " ".repeat(length)],
    ["escaped quotes", (length: number) => `subject~"${'\\"'.repeat(length / 2)}`],
    ["one unknown word", (length: number) => "a".repeat(length)],
    ["dots before an operator", (length: number) => `${"a.".repeat(length / 2)}=x`],
    ["percent signs", (length: number) => "subject~%a ".repeat(length / 11)],
    ["digits", (length: number) => `queueid=${"9".repeat(4_000)} `.repeat(length / 4_010)],
  ])("takes a 60 KiB text of %s in its stride", (_, make) => {
    const started = performance.now();
    const text = make(60_000);
    try {
      const filter = parseFilter(text);
      matchesFilter(filter, { id: 1n, msgsubject: "a".repeat(1_000) }, "queue");
    } catch (error) {
      expect(error).toBeInstanceOf(FilterError);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it("reads back what formatFilter writes", () => {
    fc.assert(
      fc.property(filterArbitrary(), (filter) => {
        expect(parseFilter(formatFilter(filter))).toEqual(filter);
      }),
      { numRuns: 500, seed: 41 },
    );
  });

  it("makes of any text a filter that round-trips or an error that points into the text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "from",
        "subject",
        "time",
        "=",
        "~",
        ">",
        '"',
        "\\",
        " ",
        "and",
        "or",
        "not",
        "&&",
        "%",
        "1",
      ),
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (text) => {
        try {
          const filter = parseFilter(text);
          expect(parseFilter(formatFilter(filter))).toEqual(filter);
        } catch (error) {
          if (!(error instanceof FilterError)) throw error;
          const { start, end } = error.position;
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
      { numRuns: 2_000, seed: 41 },
    );
  });
});

describe("the example table", () => {
  const message: FilterRecord = {
    id: 10_003n,
    msgid: uuid,
    msgactionid: 2,
    msgfrom: "a@x",
    msgto: "b@x",
    msgaction: "QUARANTINE",
    msgquarantine: "mailquarantine:1",
    msgsubject: new TextEncoder().encode('say hello "you" x'),
    msgts0: 124,
    msglistener: "mailserver:outbound",
  };

  it.each([
    ["", true],
    ["from=a@x or to=a@x time>500", true],
    ["from=c@x or to=b@x time>500", false],
    ["from=a@x or to=a@x && action=QUARANTINE", true],
    ["from=a@x or to=a@x && action=DELIVER", false],
    ["quarantine=mailquarantine:1 or not action=QUARANTINE  &&  && subject~x", true],
    ["quarantine=mailquarantine:2 or not action=QUARANTINE  &&  && subject~x", false],
    ["quarantine=mailquarantine:1 && ", true],
    ['action=QUARANTINE && subject~"hello \\"you\\""', true],
    ["quarantine=a or quarantine=1 && action=QUARANTINE time>123", true],
    [`messageid=${uuid} actionid=2`, true],
    [`messageid=${uuid} actionid=3`, false],
    ["from=a@x server=mailserver:outbound or to=a@x server=mailserver:inbound", true],
    ["from=b@x server=mailserver:outbound or to=b@x server=mailserver:inbound", false],
  ])("%j gives %j", (text, expected) => {
    expect(matchesFilter(parseFilter(text), message, "queue")).toBe(expected);
  });
});

function failure(text: string): FilterError {
  try {
    parseFilter(text);
  } catch (error) {
    if (error instanceof FilterError) return error;
    throw error;
  }
  throw new Error(`no error for ${text}`);
}
