import { type BuiltinType } from "../descriptor.ts";
import { isIntegerType } from "./builtin.ts";
import { durationSeconds, parseDuration } from "./duration.ts";
import { dayNumber, isMomentType, type MomentType, parseMoment } from "./temporal.ts";

/** Less than zero, zero, or more; undefined when the two have no order (XML Schema Part 2 section 3.2.7.3). */
export type Order = number | undefined;

/** How the texts of an ordered builtin type are compared; undefined when it has no order. */
export function comparatorOf(type: BuiltinType): ((left: string, right: string) => Order) | undefined {
  if (isIntegerType(type) || type === "decimal") return compareDecimals;
  if (type === "float" || type === "double")
    return (left, right) => compareNumbers(float(left), float(right));
  if (type === "duration") return compareDurations;
  return isMomentType(type) ? (left, right) => compareMoments(type, left, right) : undefined;
}

/** Digits of a decimal, for exact comparison and for counting them. */
export interface Digits {
  readonly negative: boolean;
  /** Without leading zeros. */
  readonly whole: string;
  /** Without trailing zeros. */
  readonly fraction: string;
}

export function digitsOf(text: string): Digits {
  const unsigned = /^[+-]/.test(text) ? text.slice(1) : text;
  const point = unsigned.indexOf(".");
  const whole = withoutLeadingZeros(point === -1 ? unsigned : unsigned.slice(0, point));
  const fraction = withoutTrailingZeros(point === -1 ? "" : unsigned.slice(point + 1));
  return { negative: text.startsWith("-") && whole + fraction !== "", whole, fraction };
}

function withoutLeadingZeros(text: string): string {
  let from = 0;
  while (text[from] === "0") from++;
  return text.slice(from);
}

function withoutTrailingZeros(text: string): string {
  let to = text.length;
  while (to > 0 && text[to - 1] === "0") to--;
  return text.slice(0, to);
}

function compareDecimals(left: string, right: string): number {
  const a = digitsOf(left);
  const b = digitsOf(right);
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const size =
    a.whole.length - b.whole.length || compareTexts(a.whole, b.whole) || compareTexts(a.fraction, b.fraction);
  return a.negative ? -size : size;
}

/** Digits of the same magnitude, and fractions without trailing zeros, are in the order of their texts. */
function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function float(text: string): number {
  return text.endsWith("INF") ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
}

/** NaN equals itself, and is neither less nor more than anything (section 3.2.4.1). */
function compareNumbers(left: number, right: number): Order {
  if (Number.isNaN(left) || Number.isNaN(right))
    return Number.isNaN(left) && Number.isNaN(right) ? 0 : undefined;
  return left < right ? -1 : left > right ? 1 : 0;
}

function compareMoments(type: MomentType, left: string, right: string): Order {
  const a = parseMoment(type, left);
  const b = parseMoment(type, right);
  if (a === undefined || b === undefined) return undefined;
  const seconds = (moment: typeof a, zone: number): bigint =>
    dayNumber(moment) * 86_400n + BigInt(moment.seconds) - BigInt(zone * 60);
  const order = (zoneOfA: number, zoneOfB: number): number => {
    const difference = seconds(a, zoneOfA) - seconds(b, zoneOfB);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
    return compareTexts(withoutTrailingZeros(a.fraction), withoutTrailingZeros(b.fraction));
  };
  if ((a.zone === undefined) === (b.zone === undefined)) return order(a.zone ?? 0, b.zone ?? 0);
  // Without a zone, it may be anywhere between 14:00 east and west: an order holds only when it holds for both.
  const east = order(a.zone ?? 840, b.zone ?? 840);
  const west = order(a.zone ?? -840, b.zone ?? -840);
  return east === west ? east : undefined;
}

function compareDurations(left: string, right: string): Order {
  const a = parseDuration(left);
  const b = parseDuration(right);
  if (a === undefined || b === undefined) return undefined;
  const others = durationSeconds(b);
  const fractions = compareFractions(a, b);
  const orders = durationSeconds(a).map((seconds, index) => {
    const difference = seconds - (others[index] ?? 0n);
    return difference < 0n ? -1 : difference > 0n ? 1 : fractions;
  });
  const [first] = orders;
  return orders.every((each) => each === first) ? first : undefined;
}

function compareFractions(
  a: { readonly fraction: string; readonly negative: boolean },
  b: { readonly fraction: string; readonly negative: boolean },
): number {
  return compareDecimals(`${a.negative ? "-" : ""}.${a.fraction}`, `${b.negative ? "-" : ""}.${b.fraction}`);
}
