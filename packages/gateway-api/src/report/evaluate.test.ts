import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expressionArbitrary } from "../../test/report-arbitrary.ts";
import { all, condition, formatFilter, parseFilter } from "../filter/index.ts";
import {
  type CounterQuery,
  evaluateReport,
  parseReport,
  type Report,
  type ReportCounter,
  ReportError,
  type ReportExpression,
  reportLimits,
  type ReportRate,
  type ReportSources,
} from "./index.ts";

interface FakeNode {
  readonly counters?: readonly ReportCounter[];
  readonly rates?: readonly ReportRate[];
  /** Counts by the text of the filter; anything else counts 0. */
  readonly counts?: Readonly<Record<string, number | bigint>>;
}

/** Nodes that are plain data; one that is an Error fails whatever it is asked. */
function fakeSources(nodes: Readonly<Record<string, FakeNode | Error>>, asked: string[] = []): ReportSources {
  const nodeOf = (name: string, question: string): FakeNode => {
    asked.push(`${name} ${question}`);
    const node = nodes[name];
    if (node === undefined || node instanceof Error) throw node ?? new Error("no such node");
    return node;
  };
  return {
    nodes: Object.keys(nodes),
    statistics: async (node, query) => {
      await Promise.resolve();
      return nodeOf(node, `stat ${JSON.stringify(query)}`).counters ?? [];
    },
    rates: async (node, query) => {
      await Promise.resolve();
      return nodeOf(node, `rate ${JSON.stringify(query)}`).rates ?? [];
    },
    count: async (node, filter) => {
      await Promise.resolve();
      return nodeOf(node, `count ${filter}`).counts?.[filter] ?? 0;
    },
  };
}

function counter(
  key1: string,
  key2: string,
  key3: string,
  count: number | bigint,
  created = 100,
): ReportCounter {
  return { key1, key2, key3, count, created };
}

const mx1: FakeNode = {
  counters: [
    counter("ippolicy:allow", "mailserver:1", "", 70),
    counter("ippolicy:blocked", "mailserver:1", "", 30),
    counter("mail:action:deliver", "mailserver:1", "example.com", 10, 50),
    counter("mail:action:reject", "mailserver:1", "example.com", 4),
    counter("mail:action:reject", "mailserver:inbound", "example.org", 2),
    counter("mail:total", "mailserver:1", "", 16),
    counter("hsl:stat", "ip-family", "ipv4", 9),
    counter("hsl:stat", "ip-family", "ipv6", 5),
  ],
  rates: [
    { ns: "daily-stat", entry: "delivered", count: 11 },
    { ns: "daily-stat", entry: "deferred", count: 3 },
    { ns: "other", entry: "delivered", count: 1000 },
  ],
  counts: { "action=DELIVER": 12, "action=QUARANTINE": 5, "": 17 },
};
const mx2: FakeNode = {
  counters: [
    counter("ippolicy:blocked", "mailserver:1", "", 12, 20),
    counter("ippolicy:blocked", "mailserver:2", "", 500),
    counter("mail:total", "mailserver:1", "", 4),
    counter("hsl:stat", "ip-family", "ipv6", 10),
  ],
  rates: [{ ns: "daily-stat", entry: "delivered", count: 10 }],
  counts: { "action=DELIVER": 3n, "": 3 },
};

async function pie(text: string, nodes: Readonly<Record<string, FakeNode | Error>> = { mx1, mx2 }) {
  return evaluateReport(parseReport(text), fakeSources(nodes));
}

async function values(text: string, nodes?: Readonly<Record<string, FakeNode | Error>>) {
  return (await pie(text, nodes)).slices.map(({ label, value }) => [label, value]);
}

describe("evaluateReport", () => {
  it.each<[string, [string, number][]]>([
    // The examples and rules of the language, one by one.
    ["blocks:ippolicy:blocked,mailserver:1", [["blocks", 42]]],
    ["blocks:ippolicy:blocked", [["blocks", 542]]],
    [
      "key1:ippolicy:%,mailserver:1",
      [
        ["allow", 70],
        ["blocked", 42],
      ],
    ],
    [
      "key2:ippolicy:blocked",
      [
        ["mailserver:2", 500],
        ["mailserver:1", 42],
      ],
    ],
    [
      "key3:hsl:stat,ip-family,%",
      [
        ["ipv6", 15],
        ["ipv4", 9],
      ],
    ],
    [
      "clusternode:mail:total",
      [
        ["mx1", 16],
        ["mx2", 4],
      ],
    ],
    ["rejected:mail:action:rej%", [["rejected", 6]]],
    ["everywhere:%,%,%", [["everywhere", 672]]],
    ["blank:%,mailserver:1,", [["blank", 132]]],
    ["blank:%,,", [["blank", 0]]],
    ["example:%,%,%.com", [["example", 14]]],
    ["nothing:mail:nothing", [["nothing", 0]]],
    ["key1:mail:nothing", []],
    [
      "a:mail:total\nb:mail:total",
      [
        ["a", 20],
        ["b", 20],
      ],
    ],
    ['waiting:=q("action=DELIVER")', [["waiting", 15]]],
    ['quarantine:=q("action=QUARANTINE")', [["quarantine", 5]]],
    ['both:=q("")', [["both", 20]]],
    ['others:=q("")-q("action=DELIVER")-q("action=QUARANTINE")', [["others", 0]]],
    [
      'clusternode:=q("action=DELIVER")*2',
      [
        ["mx1", 24],
        ["mx2", 6],
      ],
    ],
    ['share:="mail:action:reject"/"mail:total"*100', [["share", 30]]],
    ['none:=1/"mail:nothing"', [["none", 0]]],
    ["minus:=-(1+2)*3", [["minus", -9]]],
    ['rate:=r("daily-stat","delivered")', [["rate", 11]]],
    ['rate:=r("daily-stat","de%")', [["rate", 14]]],
    ['rate:=r("daily-stat")', [["rate", 14]]],
    ['rate:=r("nothing")', [["rate", 0]]],
  ])("gives %j its slices", async (text, expected) => {
    expect(await values(text)).toEqual(expected);
  });

  it("tells since when counters count: the smallest time of all nodes", async () => {
    const { slices } = await pie("a:ippolicy:blocked,mailserver:1\nb:mail:nothing\nc:=1");
    expect(slices.map(({ since }) => since)).toEqual([20, undefined, undefined]);
  });

  it("shows the whole first key where its last component would stand twice, or is empty", async () => {
    const counters = ["a:x", "b:x", "c:y", "d:"].map((key1) => counter(key1, "", "", 1));
    expect(await values("key1:%", { mx: { counters } })).toEqual([
      ["a:x", 1],
      ["b:x", 1],
      ["y", 1],
      ["d:", 1],
    ]);
  });

  it("asks each node for the same thing once, whatever the lines", async () => {
    const asked: string[] = [];
    const text = 'key1:a\nclusternode:a,%\nx:a,%,%\ny:="a"+"a"\nz:=q("to=x")/q("to=x")\nr:=r("n")+r("n","%")';
    await evaluateReport(parseReport(text), fakeSources({ mx1, mx2 }, asked));
    expect(asked.toSorted()).toEqual([
      "mx1 count to=x",
      'mx1 rate {"namespace":"n"}',
      'mx1 stat {"key1":"a"}',
      "mx2 count to=x",
      'mx2 stat {"key1":"a"}',
    ]);
  });

  it.each([
    ["a%a", "a", 0],
    ["a%a", "aa", 1],
    ["ab%ba", "aba", 0],
    ["%a%a%", "a", 0],
    ["%a%b%", "xaxbx", 1],
    ["%a%b%", "ba", 0],
    ["A", "a", 1],
    ["a", "ab", 0],
    ["%%", "", 1],
  ])("takes the pattern %j for the key %j or not: %i", async (pattern, key, count) => {
    const nodes = { mx: { counters: [counter(key, "", "", 1)] } };
    expect(await values(`x:${pattern}`, nodes)).toEqual([["x", count]]);
  });

  it("keeps whole numbers exact while it adds them up", async () => {
    const big = 2n ** 53n;
    const nodes = { a: { counts: { "": big } }, b: { counts: { "": 1 } }, c: { counts: { "": 1 } } };
    expect(await values('all:=q("")', nodes)).toEqual([["all", Number(big + 2n)]]);
  });

  it("takes keys of nodes as plain data", async () => {
    const keys = ["__proto__", "constructor", "<script>", "%", "a,b", "\n", "\ud800", "toString"];
    const nodes = { __proto__: null, mx: { counters: keys.map((key) => counter("hsl:stat", "x", key, 1)) } };
    const { slices } = await pie("key3:hsl:stat", nodes as never);
    expect(slices.map(({ label }) => label).toSorted()).toEqual(keys.toSorted());
    expect(slices.every(({ value, key, label }) => value === 1 && key === label)).toBe(true);
  });
});

describe("evaluateReport over nodes of which some fail", () => {
  const down = new Error("down");

  it("gives what the others say, and says which slices lack something", async () => {
    const { slices, nodes, complete, errors } = await pie(
      'a:mail:total\nkey1:mail:total\nclusternode:mail:total\nb:=q("")+1\nc:=2',
      { mx1, down, mx2 },
    );
    expect(slices.map(({ label, value, complete: own }) => [label, value, own])).toEqual([
      ["a", 20, false],
      ["total", 20, false],
      ["mx1", 16, true],
      ["mx2", 4, true],
      ["b", 21, false],
      ["c", 2, true],
    ]);
    expect(nodes).toEqual([
      { node: "mx1", asked: 2, answered: 2, error: undefined },
      { node: "down", asked: 2, answered: 0, error: down },
      { node: "mx2", asked: 2, answered: 2, error: undefined },
    ]);
    expect([complete, errors]).toEqual([false, []]);
  });

  it("has no slice for a line that no node answered", async () => {
    const { slices, errors } = await pie(
      'a:mail:total\nb:=q("")\nclusternode:mail:total\nclusternode:=q("")\nr:=r("x")\nc:=1',
      { down },
    );
    expect(slices.map(({ line, label }) => [line, label])).toEqual([[5, "c"]]);
    expect(errors.map(({ line, error }) => [line, error.code])).toEqual(
      [0, 1, 2, 3, 4].map((line) => [line, "no_answer"]),
    );
  });

  it("asks the next node of a group for rates when one fails, and its number is complete", async () => {
    const { slices } = await pie('a:=r("daily-stat")', { down, mx2, mx1 });
    expect(slices).toEqual([{ line: 0, label: "a", value: 10, complete: true }]);
  });

  it("adds up rates of nodes that do not share them", async () => {
    const report = parseReport('a:=r("daily-stat")');
    const sources = fakeSources({ mx1, mx2, down });
    const apart = await evaluateReport(report, sources, { rateGroups: [["mx1"], ["mx2"], ["down"]] });
    expect(apart.slices).toEqual([{ line: 0, label: "a", value: 24, complete: false }]);
  });

  it("asks a node on that fails now and then", async () => {
    const flaky = new Set(["k0", "k1", "k3", "k4", "k6"]);
    const sources: ReportSources = {
      ...fakeSources({ mx1 }),
      statistics: (_, { key1 = "" }) => (flaky.has(key1) ? Promise.reject(down) : Promise.resolve([])),
    };
    const text = Array.from({ length: 9 }, (_, index) => `a:k${index}`).join("\n");
    const { nodes, errors } = await evaluateReport(parseReport(text), sources);
    expect(nodes).toEqual([{ node: "mx1", asked: 9, answered: 4, error: down }]);
    expect(errors.map(({ line }) => line)).toEqual([0, 1, 3, 4, 6]);
  });

  it("asks a node no more after three failures in a row", async () => {
    const asked: string[] = [];
    const text = Array.from({ length: 10 }, (_, index) => `a:k${index}`).join("\n");
    const { nodes } = await evaluateReport(parseReport(text), fakeSources({ down }, asked));
    expect(asked).toHaveLength(3);
    expect(nodes).toEqual([{ node: "down", asked: 10, answered: 0, error: down }]);
  });

  it.each<[string, unknown]>([
    ["no list", { item: [] }],
    ["a key that is no text", [{ ...counter("a", "", "", 1), key3: 5 }]],
    ["a count that is text", [{ ...counter("a", "", "", 1), count: "1" }]],
    ["a count with decimals", [counter("a", "", "", 0.5)]],
    ["a count that is none", [counter("a", "", "", Number.NaN)]],
    ["a count past 64 bits", [counter("a", "", "", 2n ** 64n)]],
    ["too many rows", Array.from({ length: reportLimits.rows + 1 }, () => counter("a", "", "", 1))],
  ])("takes an answer with %s for that node's failure", async (_, counters) => {
    const { slices, nodes } = await pie("a:a", { bad: { counters: counters as ReportCounter[] }, mx1 });
    expect(slices).toEqual([{ line: 0, label: "a", value: 0, complete: false }]);
    expect(nodes[0]?.error).toMatchObject({ code: "bad_answer" });
  });

  it("keeps what is thrown but is no error as a cause", async () => {
    const sources = { ...fakeSources({ mx1 }), count: () => Promise.reject("text" as never) };
    const { nodes } = await evaluateReport(parseReport('a:=q("")'), sources);
    expect(nodes[0]?.error).toMatchObject({ code: "bad_answer", cause: "text" });
  });
});

describe("the limits of an evaluation", () => {
  const many = (from: number, count: number): FakeNode => ({
    counters: Array.from({ length: count }, (_, index) => counter("hsl:stat", "x", `k${from + index}`, 1)),
  });

  it("refuse a line with too many slices and keep the others", async () => {
    const { slices, errors } = await pie("key3:hsl:stat\nsum:hsl:stat", {
      a: many(0, 600),
      b: many(500, 600),
    });
    expect(slices.map(({ label, value }) => [label, value])).toEqual([["sum", 1200]]);
    expect(errors).toMatchObject([
      { line: 0, error: { code: "too_many", summary: "A pie has at most 1000 slices." } },
    ]);
  });

  it("refuse lines that are too many slices together", async () => {
    const { slices, errors } = await pie("key3:hsl:stat\nkey3:hsl:stat,x\nsum:hsl:stat", { a: many(0, 600) });
    expect([slices.length, errors.map(({ line }) => line)]).toEqual([601, [1]]);
  });

  it("refuse a step of a formula that no number can hold", async () => {
    const { slices, errors } = await pie("a:=1e308*10/1e308\nb:=1");
    expect(slices.map(({ label }) => label)).toEqual(["b"]);
    expect(errors).toMatchObject([{ line: 0, error: { code: "overflow" } }]);
  });

  it("hold for reports that were made by hand", async () => {
    const report: Report = { lines: [{ kind: "keys", label: "a:b", keys: ["c"] }] };
    await expect(evaluateReport(report, fakeSources({ mx1 }))).rejects.toMatchObject({ code: "bad_value" });
  });

  it.each([{ fanout: 0 }, { fanout: 1.5 }, { rateGroups: [["mx1", "mx9"]] }])(
    "refuse the options %j",
    async (options) => {
      await expect(evaluateReport(parseReport("a:b"), fakeSources({ mx1 }), options)).rejects.toBeInstanceOf(
        ReportError,
      );
    },
  );

  it("never ask more nodes at a time than the fanout says", async () => {
    let now = 0;
    let most = 0;
    const statistics = async (): Promise<ReportCounter[]> => {
      most = Math.max(most, (now += 1));
      await new Promise(setImmediate);
      now -= 1;
      return [];
    };
    const names = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`n${index}`, {}]));
    const { nodes } = await evaluateReport(
      parseReport("a:b\nc:d"),
      { ...fakeSources(names), statistics },
      { fanout: 3 },
    );
    expect([most, nodes.length, nodes.every(({ answered }) => answered === 2)]).toEqual([3, 20, true]);
  });

  it("end an evaluation with the reason of its signal, even where a source never settles", async () => {
    const controller = new AbortController();
    const signals: (AbortSignal | undefined)[] = [];
    const statistics = (_node: string, _query: CounterQuery, signal: AbortSignal | undefined) => {
      signals.push(signal);
      return new Promise<never>(() => undefined);
    };
    const reason = new Error("enough");
    const run = evaluateReport(
      parseReport("a:b"),
      { ...fakeSources({ mx1, mx2 }), statistics },
      { signal: controller.signal },
    );
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
    expect(signals).toEqual([controller.signal, controller.signal]);
  });
});

describe("the search of a slice", () => {
  async function search(text: string, nodes?: Readonly<Record<string, FakeNode>>) {
    const found = (await pie(text, nodes)).slices[0]?.search;
    if (found !== undefined) {
      expect(formatFilter(found.filter)).toBe(found.text);
      expect(parseFilter(found.text)).toEqual(found.filter);
    }
    return found === undefined ? undefined : [found.source, found.text, found.exact];
  }

  it.each<[string, unknown[] | undefined]>([
    ["a:mail:total", ["history", "", false]],
    ["a:mail:action:reject", ["history", "action=REJECT", false]],
    ["a:mail:action:deliver", ["history", "action=DELIVER", false]],
    ["a:mail:action:delete", ["history", "action=DELETE", false]],
    ["a:mail:action:quarantine", ["history", "action=QUARANTINE", false]],
    ["a:mail:action:defer", ["history", "action=DEFER", false]],
    ["a:mail:action:de%", ["history", "action=DELIVER or action=DELETE or action=DEFER", false]],
    ["a:mail:%", ["history", "", false]],
    ["a:mail:action:allow", undefined],
    ["a:mail:action:block", undefined],
    ["a:ippolicy:allow", undefined],
    ["a:hsl:stat,x", undefined],
    ["a:%", undefined],
    ["a:mail%", undefined],
    ["a:mail:action:reject,mailserver:1", ["history", "action=REJECT && server=mailserver:1", false]],
    ["a:mail:action:reject,mailserver:%", ["history", "action=REJECT && server~mailserver:%", false]],
    ["a:mail:action:reject,,", ["history", "action=REJECT", false]],
    ["a:mail:total,%,example.com", ["history", "from~%@example.com or to~%@example.com", false]],
    ["a:mail:total,%,%.com", ["history", "from~%@%.com or to~%@%.com", false]],
    ["a:mail:total,a\\%", undefined],
    ["a:mail:total,a b\\", undefined],
    [
      "key1:mail:action:%,mailserver:inbound",
      ["history", "action=REJECT && server=mailserver:inbound", false],
    ],
    ["key2:mail:action:deliver", ["history", "action=DELIVER && server=mailserver:1", false]],
    ['a:=q("from=x or to=x && action=DELIVER")', ["queue", "from=x or to=x && action=DELIVER", true]],
    ['a:=100*q("from=x")/q("")', ["queue", "from=x", false]],
    ['a:=q("from=x")+q("to=x")', ["queue", "from=x or to=x", false]],
    ['a:=q("from=x")-q("to=x")', ["queue", "from=x && not to=x", false]],
    ['a:=q("from=x")-q("")', ["queue", "from=x", false]],
    ['a:=-q("from=x")', ["queue", "from=x", false]],
    ['a:="mail:action:reject"/"mail:total"', ["history", "action=REJECT", false]],
    ['a:=q("from=x")+"mail:total"', undefined],
    ['a:=q("from=x")+r("x")', undefined],
    ['a:=r("x")', undefined],
    ["a:=1", undefined],
  ])("of %j finds its messages", async (text, expected) => {
    expect(await search(text)).toEqual(expected);
  });

  it.each([
    [
      "example.com or action=DELIVER",
      'from~"%@example.com or action=DELIVER" or to~"%@example.com or action=DELIVER"',
    ],
    ['x" && from=y', 'from~"%@x\\" && from=y" or to~"%@x\\" && from=y"'],
    ["%", "from~%@\\% or to~%@\\%"],
    ["a\nb", 'from~"%@a\nb" or to~"%@a\nb"'],
    ["a b\\", undefined],
    ["x".repeat(5000), undefined],
  ])("keeps the hostile domain %j inside its value", async (domain, expected) => {
    const nodes = { mx: { counters: [counter("mail:total", "mailserver:1", domain, 1)] } };
    expect((await search("key3:mail:total", nodes))?.[1]).toBe(expected);
  });

  it("is meant for the node where there is a slice for each", async () => {
    const { slices } = await pie('clusternode:mail:total\nclusternode:=q("")\nall:mail:total');
    expect(slices.map(({ search: own }) => own?.node)).toEqual(["mx1", "mx2", "mx1", "mx2", undefined]);
  });
});

describe("evaluation compared with a naive evaluator", () => {
  const part = fc.constantFrom("", "a", "ab", "b", "a:b", "c:b", "B");
  const pattern = fc.constantFrom("%", "a%", "%b", "a", "b", "%:%", "A", "");
  const counters = fc.array(
    fc.record({
      key1: part,
      key2: part,
      key3: part,
      count: fc.integer({ min: -5, max: 50 }),
      created: fc.nat({ max: 9 }),
    }),
    { maxLength: 12 },
  );
  const keys = fc
    .tuple(
      pattern.filter((text) => text !== ""),
      fc.array(pattern, { maxLength: 2 }),
    )
    .map(([first, rest]) => [first, ...rest]);
  const label = fc.constantFrom("x", "key1", "key2", "key3", "clusternode");

  function matches(row: ReportCounter, patterns: readonly string[]): boolean {
    return patterns.every((text, index) => {
      const escaped = text
        .split("%")
        .map((piece) => piece.replaceAll(/[^a-z]/gi, "\\$&"))
        .join("[^]*");
      return new RegExp(`^${escaped}$`, "i").test([row.key1, row.key2, row.key3][index] ?? "");
    });
  }

  it("agrees about counters", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(counters, { minLength: 1, maxLength: 4 }),
        keys,
        label,
        async (perNode, patterns, name) => {
          const nodes = Object.fromEntries(perNode.map((rows, index) => [`n${index}`, { counters: rows }]));
          const report: Report = { lines: [{ kind: "keys", label: name, keys: patterns }] };
          const { slices } = await evaluateReport(report, fakeSources(nodes));
          const rows = perNode.flatMap((own, index) =>
            own
              .filter((row) => matches(row, patterns))
              .map((row) => ({ ...row, clusternode: `n${index}`, x: "x" })),
          );
          const groups =
            name === "clusternode"
              ? Object.keys(nodes)
              : name === "x"
                ? ["x"]
                : [...new Set(rows.map((row) => row[name as "key1"]))];
          const expected = groups.map((group) => {
            const own = rows.filter((row) => row[name as "key1"] === group);
            return [
              group,
              own.reduce((sum, row) => sum + Number(row.count), 0),
              Math.min(...own.flatMap(({ created }) => created || [])),
            ];
          });
          const found = slices.map(({ key, node, label: own, value, since = Infinity }) => [
            key ?? node ?? own,
            value,
            since,
          ]);
          expect(new Map(found.map((each) => [each[0], each]))).toEqual(
            new Map(expected.map((each) => [each[0], each])),
          );
          expect(found).toHaveLength(expected.length);
        },
      ),
    );
  });

  /** Stands for what a part of a formula is worth, whatever it is. */
  const worth = (text: string): number => text.length % 7;

  function naive(expression: ReportExpression, nodes: number): number {
    switch (expression.kind) {
      case "number":
        return expression.value;
      case "negate":
        return -naive(expression.operand, nodes);
      case "binary": {
        const [left, right] = [naive(expression.left, nodes), naive(expression.right, nodes)];
        if (expression.operator === "/") return right === 0 ? 0 : left / right;
        return expression.operator === "+"
          ? left + right
          : expression.operator === "-"
            ? left - right
            : left * right;
      }
      case "counter":
        return nodes * worth(expression.keys[0] ?? "");
      case "rate":
        return worth(expression.namespace);
      case "count":
        return nodes * worth(formatFilter(expression.filter));
    }
  }

  it("agrees about formulas", async () => {
    const sources: ReportSources = {
      nodes: ["a", "b", "c"],
      statistics: (_, { key1 = "%", key2 = "", key3 = "" }) => {
        const [one, two, three] = [key1, key2, key3].map((key) => key.replaceAll("%", "x"));
        return Promise.resolve([counter(one ?? "", two ?? "", three ?? "", worth(key1))]);
      },
      rates: (_, { namespace, entry = "" }) =>
        Promise.resolve([{ ns: namespace, entry: entry.replaceAll("%", "x"), count: worth(namespace) }]),
      count: (_, filter) => Promise.resolve(worth(filter)),
    };
    await fc.assert(
      fc.asyncProperty(expressionArbitrary, async (expression) => {
        const { slices, errors } = await evaluateReport(
          { lines: [{ kind: "math", label: "x", expression }] },
          sources,
        );
        const expected = naive(expression, 3);
        if (errors.length > 0) expect(errors).toMatchObject([{ error: { code: "overflow" } }]);
        else expect(slices).toMatchObject([{ label: "x", value: expected + 0, complete: true }]);
        if (!Number.isFinite(expected)) expect(errors).toHaveLength(1);
      }),
    );
  });

  it("counts with a search just what the search finds, built and not glued together", () => {
    const built = all(condition("action", "=", "DELIVER"), condition("to", "~", '%@x" or from=y'));
    const report: Report = {
      lines: [{ kind: "math", label: "x", expression: { kind: "count", filter: built } }],
    };
    const asked: string[] = [];
    return evaluateReport(report, fakeSources({ mx1 }, asked)).then(({ slices }) => {
      expect(asked).toEqual([`mx1 count ${formatFilter(built)}`]);
      expect(slices[0]?.search).toMatchObject({ filter: built, text: formatFilter(built), exact: true });
    });
  });
});
