import { dayNumber } from "./temporal.ts";
import { cannotSend, notA, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { trimSpace } from "./white-space.ts";

/** A duration (XML Schema Part 2 section 3.2.6): months and seconds are not comparable, so they stay apart. */
export interface Duration {
  readonly months: bigint;
  /** Whole seconds; both parts have the sign of the duration. */
  readonly seconds: bigint;
  /** Digits after the point; they have the sign as well. */
  readonly fraction: string;
  readonly negative: boolean;
}

/** Longer numbers in one have no meaning, and cost more than they are worth. */
const maxLength = 100;
const shape =
  /^(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]+))?S)?)?$/;

export function parseDuration(text: string): Duration | undefined {
  const match = text.length > maxLength ? null : shape.exec(text);
  if (match === null || match[5] === "T" || text.endsWith("P")) return undefined;
  const number = (group: number): bigint => BigInt(match[group] ?? "0");
  const negative = match[1] === "-";
  const sign = negative ? -1n : 1n;
  const months = number(2) * 12n + number(3);
  const seconds = number(4) * 86_400n + number(6) * 3600n + number(7) * 60n + number(8);
  return { months: sign * months, seconds: sign * seconds, fraction: match[9] ?? "", negative };
}

export function decodeDuration(written: string, path: ValuePath): string {
  const text = trimSpace(written);
  if (parseDuration(text) === undefined) throw notA("duration", text, path);
  return text;
}

export function encodeDuration(value: unknown, path: ValuePath): string {
  if (typeof value !== "string") throw cannotSend("duration", value, path);
  const text = trimSpace(value);
  if (parseDuration(text) === undefined)
    throw valueError("encode", `${quoted(text)} at ${pathText(path)} is not an xsd:duration`, path);
  return text;
}

/** Months are of different lengths: durations are compared from these four beginnings (section 3.2.6.2). */
const beginnings = [
  [1696n, 9],
  [1697n, 2],
  [1903n, 3],
  [1903n, 7],
] as const;

/** Seconds that a duration takes from each beginning. */
export function durationSeconds({ months, seconds }: Duration): bigint[] {
  return beginnings.map(([year, month]) => {
    const total = year * 12n + BigInt(month - 1) + months;
    // Some thousand years more or less change nothing about which is longer.
    const end = { year: floor(total, 12n), month: Number(total - floor(total, 12n) * 12n) + 1, day: 1 };
    const days = dayNumber(shifted(end)) - dayNumber({ year, month, day: 1 });
    return days * 86_400n + seconds;
  });
}

function floor(value: bigint, by: bigint): bigint {
  return value >= 0n ? value / by : -((-value + by - 1n) / by);
}

/** There is no year 0. */
function shifted<T extends { year: bigint }>(date: T): T {
  return date.year > 0n ? date : { ...date, year: date.year - 1n };
}
