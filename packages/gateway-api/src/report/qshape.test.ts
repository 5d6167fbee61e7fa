import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FilterRecord, formatFilter, matchesFilter, parseFilter } from "../filter/index.ts";
import { createQshape, qshape, type QshapeBy, qshapeBuckets, type QshapeOptions } from "./index.ts";

const now = new Date("2026-11-24T12:00:00.900Z");
const seconds = Math.floor(now.getTime() / 1000);

function message(msgfrom: string, msgto: string, ageSeconds: number): FilterRecord {
  return { msgfrom, msgto, msgts0: seconds - ageSeconds, msgaction: "DELIVER" };
}

describe("qshape", () => {
  it.each([
    [-60, 0],
    [0, 0],
    [299, 0],
    [300, 1],
    [599, 1],
    [600, 2],
    [1200, 3],
    [2400, 4],
    [4800, 5],
    [9600, 6],
    [19_200, 7],
    [38_400, 8],
    [76_799, 8],
    [76_800, 9],
    [1e9, 9],
  ])("puts an age of %i s into the classic bucket %i", (age, bucket) => {
    const { all, rows } = qshape([message("a@x", "b@y", age)], { now });
    const counts = Array.from({ length: 10 }, (_, index) => (index === bucket ? 1 : 0));
    expect(all).toEqual({ total: 1, counts });
    expect(rows[0]).toMatchObject({ name: "y", total: 1, counts });
  });

  it("has buckets that double", () => {
    expect(qshapeBuckets).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 1280]);
  });

  const records = [
    message("anna@Example.com", "b@y.example", 10),
    message("anna@example.com", "c@Y.EXAMPLE", 400),
    message("", "d@z.example", 10),
    message("eva@example.com", "d@z.example", 90_000),
    message("eva@example.com", "d@z.example", 10),
  ];

  it.each<[QshapeBy, [string, number, string][]]>([
    [
      "recipientDomain",
      [
        ["z.example", 3, "to~%@z.example"],
        ["y.example", 2, "to~%@y.example"],
      ],
    ],
    [
      "recipient",
      [
        ["d@z.example", 3, "to=d@z.example"],
        ["b@y.example", 1, "to=b@y.example"],
        ["c@y.example", 1, "to=c@y.example"],
      ],
    ],
    [
      "senderDomain",
      [
        ["example.com", 4, "from~%@example.com"],
        ["", 1, 'from=""'],
      ],
    ],
    [
      "sender",
      [
        ["anna@example.com", 2, "from=anna@example.com"],
        ["eva@example.com", 2, "from=eva@example.com"],
        ["", 1, 'from=""'],
      ],
    ],
  ])("makes rows by %s, the most messages first, each with its search", (by, expected) => {
    const { rows } = qshape(records, { now, by });
    const found = rows.map(({ name, total, filter }) => [name, total, filter && formatFilter(filter)]);
    expect(found).toEqual(expected.map(([name, total, text]) => [name, total, `action=DELIVER && ${text}`]));
  });

  it("takes other buckets, and other messages than those that wait", () => {
    const table = qshape(records, {
      now,
      buckets: [10, 60, 120, 1440],
      filter: parseFilter("action=QUARANTINE"),
    });
    expect(table.all).toEqual({ total: 5, counts: [4, 0, 0, 0, 1] });
    const [row] = table.rows;
    expect(row?.bucketFilters?.map(formatFilter)).toEqual([
      `action=QUARANTINE && to~%@z.example && time>${seconds - 600}`,
      `action=QUARANTINE && to~%@z.example && time>${seconds - 3600} && time<${seconds - 599}`,
      `action=QUARANTINE && to~%@z.example && time>${seconds - 7200} && time<${seconds - 3599}`,
      `action=QUARANTINE && to~%@z.example && time>${seconds - 86_400} && time<${seconds - 7199}`,
      `action=QUARANTINE && to~%@z.example && time<${seconds - 86_399}`,
    ]);
  });

  it("adds up in others what is past its rows", () => {
    const { all, rows, others } = qshape(records, { now, by: "recipient", rows: 1, buckets: [] });
    expect([all.total, rows.length, others]).toEqual([5, 1, { total: 2, counts: [2] }]);
  });

  it("counts page by page, and can be looked at in between", () => {
    const shape = createQshape({ now });
    shape.add(records.slice(0, 2));
    const before = shape.table();
    shape.add(records.slice(2));
    expect([before.all.total, shape.table()]).toEqual([2, qshape(records, { now })]);
  });

  it("tells 100,000 names apart and counts what comes later in others", () => {
    function* flood(): Generator<FilterRecord> {
      for (let index = 0; index < 100_000; index++) yield message("", `a@d${index}`, 0);
      yield* Array.from({ length: 5 }, () => message("", "a@late", 0));
    }
    const { all, rows, others } = qshape(flood(), { now, rows: 10, buckets: [] });
    expect([all.total, rows.map(({ total }) => total), others.total]).toEqual([
      100_005,
      Array.from({ length: 10 }, () => 1),
      99_995,
    ]);
  });

  it("leaves records without a time out and says how many", () => {
    const { all, undated } = qshape([{ msgto: "a@x" }, message("", "a@x", 0)], { now });
    expect([all.total, undated]).toEqual([1, 1]);
  });

  it("keeps hostile addresses inside the values of its searches", () => {
    const names = [
      "__proto__",
      "constructor",
      'x" or action=BOUNCE',
      "a && b",
      "%",
      "no-at",
      "a b\\",
      "x".repeat(5000),
    ];
    const { rows } = qshape(
      names.map((name) => message("", name === "no-at" ? name : `a@${name}`, 0)),
      { now },
    );
    const found = rows.map(({ name, filter }) => [name, filter && formatFilter(filter)]);
    expect(Object.fromEntries(found.map(([name, text]) => [`name ${name}`, text]))).toEqual({
      "name __proto__": "action=DELIVER && to~%@__proto__",
      "name constructor": "action=DELIVER && to~%@constructor",
      'name x" or action=bounce': 'action=DELIVER && to~"%@x\\" or action=bounce"',
      "name a && b": 'action=DELIVER && to~"%@a && b"',
      "name %": "action=DELIVER && to~%@\\%",
      "name no-at": "action=DELIVER && to=no-at",
      "name a b\\": undefined,
      [`name ${"x".repeat(5000)}`]: undefined,
    });
  });

  it.each<[string, Partial<QshapeOptions>]>([
    ["a time that is none", { now: new Date(Number.NaN) }],
    ["no rows", { rows: 0 }],
    ["too many rows", { rows: 10_001 }],
    ["half a row", { rows: 1.5 }],
    ["buckets that fall", { buckets: [10, 5] }],
    ["a bucket of nothing", { buckets: [0] }],
    ["half a minute", { buckets: [0.5] }],
    ["too many buckets", { buckets: Array.from({ length: 101 }, (_, index) => index + 1) }],
  ])("refuses %s", (_, options) => {
    expect(() => createQshape({ now, ...options })).toThrow(
      expect.objectContaining({ code: "bad_value" }) as Error,
    );
  });

  it("counts what its searches find", () => {
    const address = fc.constantFrom("", "a@x", "A@x", "b@x", "b@%", "c@y.x", "plain", "q@r@x", 'd@"', "ς@σ");
    const record = fc
      .tuple(address, address, fc.integer({ min: -400, max: 100_000 }))
      .map(([from, to, age]) => message(from, to, age));
    const by = fc.constantFrom<QshapeBy>("recipientDomain", "recipient", "senderDomain", "sender");
    fc.assert(
      fc.property(fc.array(record, { maxLength: 20 }), by, (list, how) => {
        const table = qshape(list, { now, by: how });
        expect(table.rows.reduce((sum, { total }) => sum + total, 0)).toBe(list.length);
        for (const { total, counts, filter, bucketFilters = [] } of table.rows) {
          const found = (wanted: typeof filter) =>
            list.filter((each) => wanted && matchesFilter(wanted, each, "queue")).length;
          expect([found(filter), bucketFilters.map(found)]).toEqual([total, counts]);
        }
      }),
    );
  });
});
