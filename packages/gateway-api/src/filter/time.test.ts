import { describe, expect, it } from "vitest";
import { FilterError, parseTimeZone, resolveTimes, utc } from "./index.ts";

describe("resolveTimes", () => {
  it.each([
    ["{2010-01-02 13:37:05}", "utc", "1262439425"],
    ["{2010-01-02 13:37:05}", "+1", "1262435825"],
    ["{2010-01-02 13:37:05}", "6", "1262417825"],
    ["{2010-01-02 13:37:05}", "-7", "1262464625"],
    ["{2010-01-02 23:59:59}", "utc", "1262476799"],
    ["{2010-01-02T23:59:59}", "Z", "1262476799"],
    ["{2010-01-02 23:59}", "utc", "1262476740"],
    ["{2010-01-02}", "utc", "1262390400"],
    ["{2010-01-02 13:37:05}", "+05:30", "1262419625"],
    [
      "time>{2010-01-02 13:37:05} time<{2010-01-02 23:59:59} {from}",
      "utc",
      "time>1262439425 time<1262476799 {from}",
    ],
  ])("turns %s in zone %s into %s", (text, zone, expected) => {
    expect(resolveTimes(text, parseTimeZone(zone))).toBe(expected);
  });

  it.each([
    "{2010-02-30 00:00:00}",
    "{2010-13-01}",
    "{2010-00-01}",
    "{2010-01-01 24:00:00}",
    "{2010-01-01 00:60}",
  ])("refuses %s, which no calendar has", (text) => {
    const whole = `time>${text} from=a`;
    const attempt = () => resolveTimes(whole, utc);
    expect(attempt).toThrow(FilterError);
    expect(attempt).toThrow(expect.objectContaining({ position: { start: 5, end: 5 + text.length } }));
  });

  it.each(["", "CET", "+15", "1:5", "+1:75"])("refuses the zone %j", (zone) => {
    expect(() => parseTimeZone(zone)).toThrow(/bad_value/);
  });
});
