import { checkScript } from "./check-script.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchBrackets } from "./brackets.ts";
import { stringValue, writeString } from "./literal.ts";
import { meaningful, scriptTokens, type ScriptToken } from "./tokens.ts";

const kinds = (script: string): string[] =>
  meaningful(scriptTokens(script)).map(({ kind, text }) => `${kind} ${text}`);
const only = (script: string): ScriptToken => scriptTokens(script)[0] as ScriptToken;

describe("scriptTokens", () => {
  it("divides strings, raw strings, comments and the rest", () => {
    const script = `// "a\n$x1 =~ ''\\b"//'' /* ' */ . 'EOT'it's "raw"''\n'EOT'; f("\\"//", 0x1f, 1.5, ...$a) => !~ **=`;
    expect(kinds(script)).toEqual([
      "variable $x1",
      "sign =~",
      `raw ''\\b"//''`,
      "sign .",
      `raw 'EOT'it's "raw"''\n'EOT'`,
      "sign ;",
      "word f",
      "sign (",
      'string "\\"//"',
      "sign ,",
      "number 0x1f",
      "sign ,",
      "number 1.5",
      "sign ,",
      "sign ...",
      "variable $a",
      "sign )",
      "sign =>",
      "sign !~",
      "sign **=",
    ]);
  });

  it("leaves no gaps: the pieces are the script", () => {
    const piece = fc.constantFrom(
      '"a"',
      "''b''",
      "'X'c'X'",
      "//d\n",
      "/*e*/",
      "$f",
      "g",
      "1.5",
      " ",
      "\n",
      "=>",
      "[",
      "]",
      "...",
      ";",
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const script = pieces.join("");
        expect(
          scriptTokens(script)
            .map(({ text }) => text)
            .join(""),
        ).toBe(script);
      }),
    );
  });

  it.each([
    ['a;\n  "b', 2, 3, "This string has no closing quote."],
    ["'X'b'Y'", 1, 1, "This raw string has no closing 'X'."],
    ["' '", 1, 1, "A raw string begins with two single quotes, or a word between them."],
    ["a /* b", 1, 3, "This comment has no end."],
    ["$a = #/b/;", 1, 6, '"#" is not part of the scripting language as it is known here.'],
    ["é", 1, 1, '"é" is not part of the scripting language as it is known here.'],
    ["$", 1, 1, '"$" is not part of the scripting language as it is known here.'],
  ])("refuses %j and tells where and why", (script, line, column, summary) => {
    const position = expect.objectContaining({ line, column }) as unknown;
    const error = expect.objectContaining({ code: "script_not_understood", summary, position }) as Error;
    expect(() => scriptTokens(script)).toThrow(error);
  });

  it("refuses brackets without a partner and tells where", () => {
    for (const [script, column] of [
      ["f(]", 3],
      ["f[(", 3],
      ["}", 1],
    ] as const)
      expect(() => matchBrackets(script, scriptTokens(script))).toThrow(`column ${column}`);
  });
});

describe("strings", () => {
  it("mean what the manual says", () => {
    expect(stringValue(only('"a\\\\\\"\\$b\\n\\r\\t\\x41 $ $1é"'))).toBe('a\\"$b\n\r\tA $ $1é');
    expect(stringValue(only("''a\\n$b''"))).toBe("a\\n$b");
    expect(stringValue(only("'#'a''b'#'"))).toBe("a''b");
    for (const unknown of ['"$a"', '"${a}"', '"\\q"', '"\\xff"', '"\\x4"', "$a"])
      expect(stringValue(only(unknown))).toBeUndefined();
  });

  it("come out as they went in, and never end early", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: "grapheme" }),
          fc.constantFrom('"', "\\", "$a", "${a}", "\u0000\u007f"),
        ),
        (value) => {
          const tokens = scriptTokens(writeString(value));
          expect(tokens).toHaveLength(1);
          expect(stringValue(tokens[0] as ScriptToken)).toBe(value);
        },
      ),
    );
  });
});

describe("checkScript", () => {
  it.each([
    ['echo "hello";\nif ($x == 1) { Accept(); }\n', []],
    ["", []],
    ['\necho("hello;\n', [{ line: 2, column: 6 }]],
    ["if (true) {\n  Reject();\n", [{ line: 1, column: 11 }]],
    ["Accept());", [{ line: 1, column: 9 }]],
    ["/* never ended", [{ line: 1, column: 1 }]],
    ["$a = 1 \u0001 2;", [{ line: 1, column: 8 }]],
  ])("finds in %j what is certainly wrong", (script, problems) => {
    expect(checkScript(script)).toMatchObject(problems);
    expect(checkScript(script)).toHaveLength(problems.length);
  });

  it("says so of a script that is too long, and does not read it", () => {
    expect(checkScript(" ".repeat(2_000_000))).toMatchObject([
      { line: 1, message: expect.stringContaining("1048576") },
    ]);
  });
});
