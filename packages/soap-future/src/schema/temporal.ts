import { cannotSend, notA, pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { trimSpace } from "./white-space.ts";

/** A point or a recurring period of time; what a type does not have is its reference value. */
export interface Moment {
  /** Of any size and sign; there is no year 0 (XML Schema Part 2 section 3.2.7.1). */
  readonly year: bigint;
  readonly month: number;
  readonly day: number;
  /** Seconds since midnight; 86,400 for 24:00:00. */
  readonly seconds: number;
  /** Digits after the point of the seconds. */
  readonly fraction: string;
  /** Minutes east of UTC; undefined without a zone. */
  readonly zone: number | undefined;
}

const year = String.raw`(?<year>-?(?:[1-9][0-9]{4,18}|[0-9]{4}))`;
const month = "(?<month>[0-9]{2})";
const day = "(?<day>[0-9]{2})";
const time = String.raw`(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(?:\.(?<fraction>[0-9]+))?`;
const zone = "(?<zone>Z|[+-][0-9]{2}:[0-9]{2})?";

/** Each has one way to match: lengths are fixed, but for the year and the fraction, which end at a separator. */
const shapes = {
  dateTime: new RegExp(`^${year}-${month}-${day}T${time}${zone}$`),
  date: new RegExp(`^${year}-${month}-${day}${zone}$`),
  time: new RegExp(`^${time}${zone}$`),
  gYearMonth: new RegExp(`^${year}-${month}${zone}$`),
  gYear: new RegExp(`^${year}${zone}$`),
  gMonthDay: new RegExp(`^--${month}-${day}${zone}$`),
  gMonth: new RegExp(`^--${month}${zone}$`),
  gDay: new RegExp(`^---${day}${zone}$`),
} as const;

export type MomentType = keyof typeof shapes;

export function isMomentType(type: string): type is MomentType {
  return Object.hasOwn(shapes, type);
}

/** What a text says, or undefined when it is not of the type. */
export function parseMoment(type: MomentType, text: string): Moment | undefined {
  const groups = shapes[type].exec(text)?.groups;
  if (groups === undefined) return undefined;
  const { hour, minute, second, fraction = "" } = groups;
  const yearNumber = groups.year === undefined ? 2000n : BigInt(groups.year);
  const monthNumber = Number(groups.month ?? "1");
  const dayNumber = Number(groups.day ?? "1");
  if (yearNumber === 0n || monthNumber < 1 || monthNumber > 12) return undefined;
  if (dayNumber < 1 || dayNumber > daysInMonth(yearNumber, monthNumber)) return undefined;
  const hours = Number(hour ?? "0");
  const minutes = Number(minute ?? "0");
  const wholeSeconds = Number(second ?? "0");
  const seconds = hours * 3600 + minutes * 60 + wholeSeconds;
  // 24:00:00 is the end of a day; leap seconds are not in these types.
  if (minutes > 59 || wholeSeconds > 59 || hours > 24) return undefined;
  if (hours === 24 && (seconds > 86_400 || /[1-9]/.test(fraction))) return undefined;
  const zoneMinutes = parseZone(groups.zone);
  if (zoneMinutes === "wrong") return undefined;
  return { year: yearNumber, month: monthNumber, day: dayNumber, seconds, fraction, zone: zoneMinutes };
}

function parseZone(text: string | undefined): number | undefined | "wrong" {
  if (text === undefined) return undefined;
  if (text === "Z") return 0;
  const minutes = Number(text.slice(4, 6));
  const total = Number(text.slice(1, 3)) * 60 + minutes;
  if (minutes > 59 || total > 14 * 60) return "wrong";
  return text.startsWith("-") ? -total : total;
}

export function daysInMonth(inYear: bigint, inMonth: number): number {
  if (inMonth === 2) return isLeapYear(inYear) ? 29 : 28;
  return [4, 6, 9, 11].includes(inMonth) ? 30 : 31;
}

/** The year -1 is the one before 1: as there is no year 0, it counts as that (proleptic Gregorian). */
function isLeapYear(inYear: bigint): boolean {
  const astronomical = inYear < 0n ? inYear + 1n : inYear;
  return astronomical % 4n === 0n && (astronomical % 100n !== 0n || astronomical % 400n === 0n);
}

/** Days from 0001-01-01 to a date (proleptic Gregorian calendar). */
export function dayNumber({
  year: inYear,
  month: inMonth,
  day: inDay,
}: Pick<Moment, "year" | "month" | "day">): bigint {
  const before = (inYear < 0n ? inYear + 1n : inYear) - 1n;
  let days = before * 365n + floorDivide(before, 4n) - floorDivide(before, 100n) + floorDivide(before, 400n);
  for (let each = 1; each < inMonth; each++) days += BigInt(daysInMonth(inYear, each));
  return days + BigInt(inDay - 1);
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

/**
 * True for the dates and times that nearly all are: four digits of a year, a day that every month has, no 24:00:00, no
 * space. They are read number by number; what is false here may be right all the same.
 */
function isPlain(type: MomentType, text: string): boolean {
  if (type !== "dateTime" && type !== "date") return false;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  // What is no number fails each comparison.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= 28)) return false;
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false;
  if (type === "date") return isPlainZone(text, 10);
  const isTime = twoDigits(text, 11) <= 23 && twoDigits(text, 14) <= 59 && twoDigits(text, 17) <= 59;
  if (!isTime || text.charCodeAt(10) !== 0x54) return false;
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return false;
  let end = 19;
  if (text.charCodeAt(19) === 0x2e) {
    do end++;
    while (isDigit(text.charCodeAt(end)));
    if (end === 20) return false;
  }
  return isPlainZone(text, end);
}

function isPlainZone(text: string, at: number): boolean {
  if (text.length === at) return true;
  const sign = text.charCodeAt(at);
  if (sign === 0x5a) return text.length === at + 1;
  const isOffset =
    (sign === 0x2b || sign === 0x2d) && text.length === at + 6 && text.charCodeAt(at + 3) === 0x3a;
  return isOffset && twoDigits(text, at + 1) <= 13 && twoDigits(text, at + 4) <= 59;
}

/** NaN when they are not two digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? tens * 10 + ones - 0x30 * 11 : NaN;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Dates and times keep their text, with the zone as it was written. */
export function momentDecoder(type: MomentType): (text: string, path: ValuePath) => string {
  return (written, path) => {
    if (isPlain(type, written)) return written;
    const text = trimSpace(written);
    if (parseMoment(type, text) === undefined) throw notA(type, text, path);
    return text;
  };
}

export function encodeMoment(type: MomentType, value: unknown, path: ValuePath): string {
  if (value instanceof Date) {
    if (type === "dateTime") return dateText(value, path);
    // Whose day it is, is not said by a moment: the caller knows, and has to say it.
    throw cannotSend(type, value, path, ": it must be a text");
  }
  if (typeof value !== "string") throw cannotSend(type, value, path);
  const text = trimSpace(value);
  if (parseMoment(type, text) === undefined)
    throw valueError("encode", `${quoted(text)} at ${pathText(path)} is not an xsd:${type}`, path);
  return text;
}

function dateText(value: Date, path: ValuePath): string {
  if (Number.isNaN(value.getTime()) || value.getUTCFullYear() < 1)
    throw cannotSend(
      "dateTime",
      value,
      path,
      Number.isNaN(value.getTime()) ? ": it is invalid" : ": its year is before 1",
    );
  // Years past 9999 are written by ISO 8601 with a sign and six digits, by XML Schema without either.
  return value.toISOString().replace(/^\+0*/, "");
}
