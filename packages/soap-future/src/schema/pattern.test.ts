import { describe, expect, it } from "vitest";
import { translatePattern } from "./pattern.ts";

describe("translatePattern", () => {
  it.each<[pattern: string, matching: string[], others: string[]]>([
    ["abc", ["abc"], ["abcd", "xabc", "ABC"]],
    ["a|bc", ["a", "bc"], ["ab", "c"]],
    ["[0-9]{3}-[0-9]{4}", ["555-1234"], ["555-123", "x555-1234"]],
    [String.raw`\d+`, ["12", "١٢"], ["a", ""]],
    [String.raw`\D`, ["a"], ["1"]],
    [String.raw`\i\c*`, ["a1", ":x", "é-9"], ["1a", "-a"]],
    [String.raw`[\i-[:]][\c-[:]]*`, ["a-b"], ["a:b", ":a"]],
    [String.raw`\I\C`, ["1 "], ["a "]],
    [String.raw`\w+`, ["abc1", "é", "$"], ["a b", "a.b"]],
    [String.raw`\W`, ["."], ["a"]],
    [String.raw`\s\S`, [" a", "\na"], ["a "]],
    [String.raw`\p{Lu}\p{Ll}*`, ["Ab", "Éa"], ["ab"]],
    [String.raw`\P{L}`, ["1"], ["a"]],
    [String.raw`\p{IsBasicLatin}*`, ["abc~"], ["é"]],
    [String.raw`\P{IsBasicLatin}`, ["é"], ["e"]],
    [String.raw`\p{IsGreek}`, ["λ"], ["l"]],
    [String.raw`\p{IsLatin-1Supplement}`, ["é"], ["e"]],
    ["[a-z-[aeiou]]+", ["xyz"], ["xaz"]],
    ["[^a-z-[A-Z]]", ["1"], ["a", "B"]],
    ["[a-z-[m-p-[n]]]", ["n", "a"], ["m", "o"]],
    [".", ["a", "😀", "\u2028"], ["\n", "\r", ""]],
    ["^a$", ["^a$"], ["a"]],
    [String.raw`\^\$\.\\\-\[\]\{\}\(\)`, [String.raw`^$.\-[]{}()`], ["x"]],
    [String.raw`a\/b`, ["a/b"], ["ab"]],
    [String.raw`\n\r\t`, ["\n\r\t"], ["nrt"]],
    ["[&&--]", ["&", "-"], ["a"]],
    ["[-a]", ["-", "a"], ["b"]],
    ["[a-]", ["-", "a"], ["b"]],
    ["(a(b|c)?)*", ["", "aba", "ac"], ["b"]],
    ["a{2,}", ["aa", "aaa"], ["a"]],
    ["", [""], ["a"]],
    ["😀{2}", ["😀😀"], ["😀"]],
  ])("matches whole texts as XML Schema has it: %s", (pattern, matching, others) => {
    const expression = translatePattern(pattern);
    for (const text of matching) expect([text, expression.test(text)]).toEqual([text, true]);
    for (const text of others) expect([text, expression.test(text)]).toEqual([text, false]);
  });

  it.each([
    "(?:a)",
    "a**",
    "*",
    "(a",
    "a)",
    "[a",
    "[",
    "[]",
    "[b-a]",
    "[a[b]]",
    "a{2,1}",
    "a{x}",
    "a{",
    String.raw`\b`,
    String.raw`\1`,
    String.raw`\p{IsNope}`,
    String.raw`\p{__proto__}`,
    String.raw`\p{Isconstructor}`,
    String.raw`\p{Script=Greek}`,
    String.raw`\p{Lu`,
    "\\",
    "(".repeat(200) + ")".repeat(200),
    "a".repeat(10_001),
  ])("refuses what is no pattern of XML Schema: %#", (pattern) => {
    expect(() => translatePattern(pattern)).toThrowError(/\[wsdl_unsupported\] the pattern/);
  });
});
