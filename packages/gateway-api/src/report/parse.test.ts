import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reportArbitrary } from "../../test/report-arbitrary.ts";
import { formatFilter } from "../filter/index.ts";
import {
  formatReport,
  parseReport,
  type Report,
  ReportError,
  reportErrorCodes,
  type ReportExpression,
  reportLimits,
  type ReportLine,
} from "./index.ts";

/** A line with every formula in parentheses. */
function shape(text: string): string {
  return parseReport(text).lines.map(lineShape).join(" ; ");
}

function lineShape(line: ReportLine): string {
  if (line.kind === "keys") return `${line.label} <- ${line.keys.map((key) => `[${key}]`).join("")}`;
  return `${line.label} = ${expressionShape(line.expression)}`;
}

function expressionShape(expression: ReportExpression): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "negate":
      return `(-${expressionShape(expression.operand)})`;
    case "binary": {
      const { operator, left, right } = expression;
      return `(${expressionShape(left)} ${operator} ${expressionShape(right)})`;
    }
    case "counter":
      return expression.keys.map((key) => `[${key}]`).join("");
    case "rate":
      return `r<${expression.namespace}|${expression.entry ?? "any"}>`;
    case "count":
      return `q<${formatFilter(expression.filter)}>`;
  }
}

function errorOf(text: string): ReportError {
  try {
    parseReport(text);
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
  throw new Error("was read");
}

describe("parseReport", () => {
  it.each([
    ["", ""],
    [" \r\n\n\t", ""],
    ["blocks:ippolicy:blocked,mailserver:1", "blocks <- [ippolicy:blocked][mailserver:1]"],
    ["key1:ippolicy:%,mailserver:1", "key1 <- [ippolicy:%][mailserver:1]"],
    ["key3:hsl:stat,ip-family,%", "key3 <- [hsl:stat][ip-family][%]"],
    ["clusternode:mail:total", "clusternode <- [mail:total]"],
    ["a:b\r\n\r\n c : d , e \r\n", "a <- [b] ; c <- [d][e]"],
    ["all:mail:total,,", "all <- [mail:total][][]"],
    ["x=y:hsl:stat", "x=y <- [hsl:stat]"],
    ["a:=1+2*3", "a = (1 + (2 * 3))"],
    ["a: = 1 - 2 - 3", "a = ((1 - 2) - 3)"],
    ["a:=8/4/2*3", "a = (((8 / 4) / 2) * 3)"],
    ["a:=(1+2)*-3", "a = ((1 + 2) * (-3))"],
    ["a:=-(1.5e3)--2", "a = ((-1500) - (-2))"],
    ['a:=r("ns")', "a = r<ns|any>"],
    ['a:=r( "daily-stat" , "delivered%" )', "a = r<daily-stat|delivered%>"],
    ['a:=q("")', "a = q<>"],
    ['a:=q("action=DELIVER retry>0")', "a = q<action=DELIVER and retry>0>"],
    ['a:=q("subject~\\"two words\\" && to~%@x")', 'a = q<subject~"two words" && to~%@x>'],
    [
      'a:="mail:action:reject, mailserver:1" / "mail:total" * 100',
      "a = (([mail:action:reject][mailserver:1] / [mail:total]) * 100)",
    ],
    ['clusternode:=q("action=DELIVER")', "clusternode = q<action=DELIVER>"],
    ['a:=r("a\\"b\\\\c\\nd\\re\\%")', 'a = r<a"b\\c\nd\re\\%|any>'],
  ])("reads %j", (text, expected) => {
    expect(shape(text)).toBe(expected);
  });

  it.each([
    ["waiting", "syntax", "", "colon"],
    [":mail:total", "syntax", ":", "label"],
    ['waiting=q("action=DELIVER")', "syntax", 'waiting=q("action=DELIVER")', "waiting:=1+1"],
    ['waiting = "mail:total"', "syntax", 'waiting = "mail', ":="],
    ["a:", "syntax", "", "write %"],
    ["a:,mailserver:1", "syntax", "", "write %"],
    ["a:b,c,d,e,f", "syntax", "e", "three keys"],
    ["a:=", "syntax", "", "missing"],
    ["a:=1+", "syntax", "", "missing"],
    ["a:=1 2", "syntax", "2", "between"],
    ["a:=1)", "syntax", ")", "never opened"],
    ["a:=(1", "syntax", "(", "never closed"],
    ["a:=(1 2)", "syntax", "2", "closing parenthesis"],
    ["a:=%", "syntax", "%", "A value is"],
    ["a:=.5", "syntax", ".", "A value is"],
    ["a:=1e999", "bad_value", "1e999", "too large"],
    ['a:="mail:total', "unterminated_quote", '"mail:total', "end the text"],
    ['a:=q("x\\")', "unterminated_quote", '"x\\")', "end the text"],
    ['a:="a,b,c,d"', "syntax", '"a,b,c,d"', "three keys"],
    ['a:=rate("x")', "unknown_function", "rate", "mean r()"],
    ['a:=Q("x")', "unknown_function", "Q", "mean q()"],
    ['a:=quue("x")', "unknown_function", "quue", "mean q()"],
    ["a:=uptime", "unknown_function", "uptime", "r() and q()"],
    ["a:=constructor", "unknown_function", "constructor", "r() and q()"],
    ["a:=q", "syntax", "", 'Write q("action=DELIVER")'],
    ["a:=q()", "syntax", ")", "double quotes"],
    ["a:=q(action=DELIVER)", "syntax", "a", "double quotes"],
    ['a:=q("from=x"', "syntax", "", "closing parenthesis"],
    ['a:=q("from=x","y")', "syntax", ",", "closing parenthesis"],
    ['a:=q("form=x")', "bad_filter", "form", '"from"'],
    ['a:=q("subject=\\"\\" form=x")', "bad_filter", "form", '"from"'],
    ['a:=q("time>soon")', "bad_filter", "soon", "number"],
    ['b:c\r\na:=q("action=x")', "bad_filter", "x", "DELIVER"],
    ["key1:=1", "syntax", "key1", "label of its own"],
    ['clusternode:=r("x")', "syntax", "clusternode", "share"],
  ])("refuses %j", (text, code, piece, advice) => {
    const error = errorOf(text);
    const { start, end } = error.position ?? { start: -1, end: -1 };
    expect([error.code, text.slice(start, end)]).toEqual([code, piece]);
    expect(error.summary).toContain(advice);
    expect(error.message).toBe(`[${code}] ${error.summary}`);
  });

  it("tells line and column", () => {
    expect(errorOf("a:b\n\n  c:=1+x").position).toEqual({ start: 12, end: 13, line: 3, column: 8 });
  });

  it.each([
    ["text", "too_long", "65536", `a:b${" ".repeat(reportLimits.textLength)}`],
    ["lines", "too_many", "100 lines", "a:b\n".repeat(101)],
    ["a label", "too_long", "200", `${"a".repeat(201)}:b`],
    ["a key pattern", "too_long", "1024", `a:b,${"c".repeat(1025)}`],
    ["a key pattern of a formula", "too_long", "1024", `a:="${"c".repeat(1025)}"`],
    ["a namespace", "too_long", "1024", `a:=r("${"c".repeat(1025)}")`],
    ["a value of a filter", "too_long", "4096", `a:=q("subject=${"c".repeat(4097)}")`],
    ["parts of a formula", "too_many", "200 parts", `a:=${"1+".repeat(100)}1`],
    ["parentheses", "too_deep", "32 deep", `a:=${"(".repeat(60_000)}`],
    ["signs", "too_deep", "32 deep", `a:=${"-".repeat(33)}1`],
    ["requests", "too_many", "200 counters", `${'a:="b"+"b"+"b"\n'.repeat(67)}`],
  ])("bounds %s and names the limit", (_, code, limit, text) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(error.summary).toContain(limit);
  });

  it("takes what is just inside the limits", () => {
    const depth = reportLimits.depth;
    const texts = [
      "a:b\n".repeat(100),
      `a:=${"1+".repeat(99)}1`,
      `a:=${"(".repeat(depth)}1${")".repeat(depth)}`,
      `${"a".repeat(200)}:${"b".repeat(1024)}`,
    ];
    for (const text of texts) expect(() => parseReport(text)).not.toThrow();
  });

  it("ends with a report or a ReportError for any text", () => {
    const word = fc.constantFrom(
      "a",
      ":",
      "=",
      "q(",
      "r(",
      '"',
      ")",
      "(",
      "-",
      "+",
      "1",
      ",",
      "\n",
      "\\",
      "%",
      "from=x",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join("")),
        ),
        (text) => {
          try {
            const report = parseReport(text);
            expect(parseReport(formatReport(report))).toEqual(report);
          } catch (error) {
            expect(error).toBeInstanceOf(ReportError);
            const { code, position } = error as ReportError;
            expect(reportErrorCodes).toContain(code);
            const { start, end } = position ?? { start: -1, end: -1 };
            expect(start >= 0 && start <= end && end <= text.length).toBe(true);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("takes time in proportion to the text", () => {
    const hostile = [
      `a:=${'"'.repeat(65_000)}`,
      `a:=q("${"\\\\".repeat(30_000)}`,
      ",".repeat(65_000),
      "=".repeat(65_000),
    ];
    const began = performance.now();
    for (const text of hostile) errorOf(text);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe("formatReport", () => {
  it("writes what parseReport reads back to the same", () => {
    fc.assert(
      fc.property(reportArbitrary(), (report) => {
        expect(parseReport(formatReport(report))).toEqual(report);
      }),
    );
  });

  it.each([
    ["a : b , c", "a:b,c"],
    ["a:=((1)+(2*3))", "a:=1 + 2 * 3"],
    ["a:=(1+2)*3-(4-5)", "a:=(1 + 2) * 3 - (4 - 5)"],
    ["a:=-(1+2)", "a:=-(1 + 2)"],
    ['a:=q("from=x  to=y")/r("n","%")', 'a:=q("from=x and to=y") / r("n","%")'],
  ])("writes %j as %j", (text, expected) => {
    expect(formatReport(parseReport(text))).toBe(expected);
  });

  const one: ReportExpression = { kind: "number", value: 1 };
  const deep = Array.from({ length: 33 }).reduce<ReportExpression>(
    (operand) => ({ kind: "negate", operand }),
    one,
  );
  const wide = Array.from({ length: 100 }).reduce<ReportExpression>(
    (left) => ({ kind: "binary", operator: "+", left, right: one }),
    one,
  );
  const ofMath = (expression: ReportExpression, label = "a"): Report => ({
    lines: [{ kind: "math", label, expression }],
  });
  const ofKeys = (label: string, ...keys: string[]): Report => ({ lines: [{ kind: "keys", label, keys }] });

  it.each<[string, Report, string]>([
    ["a label with a colon", ofKeys("a:b", "c"), "bad_value"],
    ["a label with a line break", ofKeys("a\nb", "c"), "bad_value"],
    ["no label", ofKeys("", "c"), "syntax"],
    ["a label that reads as a formula", ofKeys("a=1", "c"), "syntax"],
    ["no keys", ofKeys("a"), "syntax"],
    ["four keys", ofKeys("a", "b", "c", "d", "e"), "syntax"],
    ["a key with a comma", ofKeys("a", "b,c"), "bad_value"],
    ["a key with a line break", ofKeys("a", "b", "c\nd"), "bad_value"],
    ["a key with a space around it", ofKeys("a", " b"), "bad_value"],
    ["a key that begins a formula", ofKeys("a", "=1"), "bad_value"],
    ["a negative number", ofMath({ kind: "number", value: -1 }), "bad_value"],
    ["a number that is none", ofMath({ kind: "number", value: Number.NaN }), "bad_value"],
    ["depth", ofMath(deep), "too_deep"],
    ["parts", ofMath(wide), "too_many"],
    [
      "lines",
      { lines: Array.from({ length: 101 }, () => ({ kind: "math", label: "a", expression: one })) },
      "too_many",
    ],
    ["a special label", ofMath(one, "key2"), "syntax"],
    ["rates by node", ofMath({ kind: "rate", namespace: "a" }, "clusternode"), "syntax"],
    [
      "a filter that cannot be written",
      ofMath({
        kind: "count",
        filter: {
          groups: [
            {
              alternatives: [
                {
                  terms: [{ negated: false, condition: { field: "subject", operator: "=", value: "a b\\" } }],
                },
              ],
            },
          ],
        },
      }),
      "bad_filter",
    ],
  ])("refuses %s", (_, report, code) => {
    expect(() => formatReport(report)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe("ReportError", () => {
  it.each(reportErrorCodes)("%s has its name, prefix and JSON form", (code) => {
    const error = new ReportError(code, "What happened.");
    expect(error.name).toBe("ReportError");
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "ReportError",
      code,
      message: `[${code}] What happened.`,
    });
  });
});
