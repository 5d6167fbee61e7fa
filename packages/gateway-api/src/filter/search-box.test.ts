import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFilter, searchBoxToFilter } from "./index.ts";

const uuid = "b70a2fea-683a-11e1-91e4-000c294da5fc";

describe("searchBoxToFilter", () => {
  it.each([
    ["", ""],
    ["   ", ""],
    [` ${uuid} `, `messageid=${uuid}`],
    [`${uuid}:17`, `messageid=${uuid} and queueid=17`],
    [uuid.toUpperCase(), `subject~${uuid.toUpperCase()}`],
    ["10003", "queueid=10003"],
    ["192.0.2.1", "ip=192.0.2.1"],
    ["2001:db8::1", "ip=2001:db8::1"],
    ["::ffff:192.0.2.1", "ip=::ffff:192.0.2.1"],
    ["::", "ip=::"],
    ["from=a@x", "from=a@x"],
    ["retry>2 broken (", "retry>2 broken ("],
    ["a@example.com", "from=a@example.com or to=a@example.com"],
    ["@example.com", "from~@example.com or to~@example.com"],
    ["example.com", "from~%@example.com or to~%@example.com"],
    ["example.com.au", "from~%@example.com.au or to~%@example.com.au"],
    ["two words", 'subject~"two words"'],
    ["invoice", "subject~invoice"],
    ["999.1.1.1", "subject~999.1.1.1"],
    ["1::2::3", "subject~1::2::3"],
    ['"two words"', 'subject~"two words"'],
    ["a b@example.com", 'from="a b@example.com" or to="a b@example.com"'],
    ["two words\\", 'subject~"two words"'],
  ])("turns %j into %j", (text, expected) => {
    expect(searchBoxToFilter(text)).toBe(expected);
  });

  it("makes a readable filter of any text without an operator", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!/[=~><]/.test(text));
        expect(() => parseFilter(searchBoxToFilter(text))).not.toThrow();
      }),
      { seed: 41 },
    );
  });
});
