import { describe, expect, it } from "vitest";
import { everySplit } from "../../src/testing/index.ts";
import { leniencies } from "../../src/wire/index.ts";
import { checkCases, type ConformanceCase } from "./case-shape.ts";
import { caseInputs, everyThreeWaySplit, loadCorpus, type Outcome, run } from "./corpus.ts";

const corpus = loadCorpus();
const cases = corpus.flatMap((file) => file.cases);
/** Up to this many bytes, a case is also cut in three in every way. */
const shortBytes = 40;

/** What a case expects, in the form of an {@link Outcome}; events before an error are not looked at. */
function expectation({ expect: wanted }: ConformanceCase): Partial<Outcome> {
  return "error" in wanted ? wanted : { leftover: 0, ...wanted };
}

for (const { part, cases: casesOfPart } of corpus) {
  describe(part, () => {
    for (const each of casesOfPart) it(each.name, () => holdsHoweverCut(each));
  });
}

function holdsHoweverCut(conformanceCase: ConformanceCase): void {
  const inputs = caseInputs(conformanceCase);
  // Where a case is one of many bytes in the same place, cutting the first of them everywhere is enough.
  for (const [index, bytes] of inputs.entries()) holdsFor(conformanceCase, bytes, index === 0);
}

function holdsFor(conformanceCase: ConformanceCase, bytes: Uint8Array, cutEverywhere: boolean): void {
  const whole = run(conformanceCase, [bytes]);
  const text = JSON.stringify(whole);
  expect(whole, Buffer.from(bytes).toString("latin1")).toMatchObject(expectation(conformanceCase));
  if ("events" in conformanceCase.expect) expect(whole.error).toBeUndefined();
  for (const pieces of cutEverywhere ? everyCut(bytes) : [Array.from(bytes, (byte) => Uint8Array.of(byte))]) {
    const outcome = run(conformanceCase, pieces);
    // Comparing text is quick; the comparison with a readable message is for the one that differs.
    if (JSON.stringify(outcome) !== text) expect({ pieces: pieces.map(String), ...outcome }).toEqual(whole);
  }
}

function* everyCut(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
  yield* everySplit(bytes);
  if (bytes.length <= shortBytes) yield* everyThreeWaySplit(bytes);
}

describe("the corpus", () => {
  it("has a thousand cases, a quarter of them of requests", () => {
    expect(cases.length).toBeGreaterThanOrEqual(1000);
    expect(cases.filter(({ message }) => message === "request").length).toBeGreaterThanOrEqual(250);
  });

  it.each(leniencies)("needs %s wherever it is reported, and has cases of that", (name) => {
    const reported = cases.filter((each) => JSON.stringify(each.expect).includes(`{"leniency":"${name}"}`));
    expect(reported.length).toBeGreaterThan(1);
    for (const each of reported) {
      const lenient = (each.lenient ?? []).filter((other) => other !== name);
      for (const bytes of caseInputs(each)) {
        expect(run({ ...each, lenient }, [bytes]).error?.code, each.name).toBe("protocol");
      }
    }
  });

  it("keeps its cases short, so that every split is cheap", () => {
    for (const each of cases) {
      for (const bytes of caseInputs(each)) expect(bytes.length).toBeLessThan(400);
    }
  });

  const sound = {
    name: "a case",
    rfc: "9112 section 4",
    message: "response",
    bytes: "",
    expect: { events: [] },
  };
  it.each([
    ["an unknown key", { ...sound, expected: {} }],
    ["a missing key", { ...sound, rfc: undefined }],
    ["an unknown kind of message", { ...sound, message: "answer" }],
    ["a character beyond one byte", { ...sound, bytes: "\u0100" }],
    ["a character beyond one byte in a repetition", { ...sound, bytes: [{ repeat: "\u2028", times: 2 }] }],
    ["a range that is not one of bytes", { ...sound, bytes: [{ each: [[0, 256]] }] }],
    ["two sweeps in one case", { ...sound, bytes: [{ each: [[0, 1]] }, { each: [[0, 1]] }] }],
    ["an unknown leniency", { ...sound, lenient: ["all"] }],
    ["an unknown limit", { ...sound, limits: { maxBytes: 1 } }],
    ["a limit below zero", { ...sound, limits: { maxBodyBytes: -1 } }],
    ["close that is not true", { ...sound, close: false }],
    ["both events and an error", { ...sound, expect: { events: [], error: { code: "protocol" } } }],
    ["an unknown event", { ...sound, expect: { events: [{ headers: [] }] } }],
    ["an unknown part of a head", { ...sound, expect: { events: [{ head: { version: 1 } }] } }],
    ["a field name in capital letters", { ...sound, expect: { events: [{ end: [["A", "b"]] }] } }],
    ["an unknown error code", { ...sound, expect: { error: { code: "bad" } } }],
    ["too_large without its limit", { ...sound, expect: { error: { code: "too_large" } } }],
    [
      "a limit beside another code",
      { ...sound, expect: { error: { code: "closed", limit: "maxBodyBytes" } } },
    ],
  ])("is refused for %s", (_, value) => {
    expect(() => checkCases([sound], "file")).not.toThrow();
    expect(() => checkCases([value], "file")).toThrow(TypeError);
  });
});
