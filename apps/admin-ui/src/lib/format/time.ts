import { unknown } from "./number.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The two largest units: "12 d 4 h", "3 h 5 min", "42 s". */
export function formatUptime(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return unknown;
  const whole = Math.floor(seconds);
  if (whole < minute) return `${whole} s`;
  if (whole < hour) return `${Math.floor(whole / minute)} min`;
  if (whole < day) return pair(Math.floor(whole / hour), "h", Math.floor((whole % hour) / minute), "min");
  return pair(Math.floor(whole / day), "d", Math.floor((whole % day) / hour), "h");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Nodes send what they like; beyond these a `Date` throws or the year is nonsense. */
function toDate(unixSeconds: number): Date | undefined {
  const date = new Date(unixSeconds * 1000);
  return Number.isNaN(date.getTime()) || unixSeconds <= 0 ? undefined : date;
}

export interface TimeOptions {
  /** What counts as this year; now by default. */
  now?: Date;
  /** IANA name; the browser's zone by default. */
  timeZone?: string;
}

/** A short local time for a list: "23 Nov 21:04:33", with the year when it is another one. */
export function formatListTime(unixSeconds: number, options: TimeOptions = {}): string {
  const date = toDate(unixSeconds);
  if (date === undefined) return unknown;
  const parts = dateParts(date, options.timeZone);
  const thisYear = dateParts(options.now ?? new Date(), options.timeZone).year;
  const dayAndMonth = `${parts.day} ${parts.month}`;
  const time = `${parts.hour}:${parts.minute}:${parts.second}`;
  return parts.year === thisYear ? `${dayAndMonth} ${time}` : `${dayAndMonth} ${parts.year} ${time}`;
}

/** "2026-11-23 21:04:33 UTC" */
export function formatUtcTime(unixSeconds: number): string {
  const date = toDate(unixSeconds);
  if (date === undefined) return unknown;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** "2026-11-23 22:04:33 CET" */
export function formatLocalTime(unixSeconds: number, options: TimeOptions = {}): string {
  const date = toDate(unixSeconds);
  if (date === undefined) return unknown;
  const { year, monthNumber, day, hour, minute, second, zone } = dateParts(date, options.timeZone);
  return `${year}-${monthNumber}-${day.padStart(2, "0")} ${hour}:${minute}:${second} ${zone}`;
}

/** Both clocks in full: "2026-11-23 22:04:33 CET (2026-11-23 21:04:33 UTC)". */
export function formatFullTime(unixSeconds: number, options: TimeOptions = {}): string {
  const utc = formatUtcTime(unixSeconds);
  const local = formatLocalTime(unixSeconds, options);
  return local === utc ? utc : `${local} (${utc})`;
}

/** The `datetime` attribute of a time element. */
export function isoTime(unixSeconds: number): string | undefined {
  return toDate(unixSeconds)?.toISOString();
}

/** The time of day on this clock: "21:04:33". */
export function formatClock(unixMilliseconds: number | undefined, options: TimeOptions = {}): string {
  if (unixMilliseconds === undefined) return unknown;
  const date = toDate(unixMilliseconds / 1000);
  if (date === undefined) return unknown;
  const parts = dateParts(date, options.timeZone);
  return `${parts.hour}:${parts.minute}:${parts.second}`;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** One formatter a zone: making one costs more than a whole page of rows. */
const formatters = new Map<string | undefined, Intl.DateTimeFormat>();

function formatterFor(timeZone: string | undefined): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      ...(timeZone === undefined ? {} : { timeZone }),
      year: "numeric",
      month: "2-digit",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function dateParts(date: Date, timeZone: string | undefined) {
  const found = new Map(
    formatterFor(timeZone)
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  );
  const monthNumber = found.get("month") ?? "";
  return {
    year: found.get("year") ?? "",
    monthNumber,
    month: monthNames[Number(monthNumber) - 1] ?? "",
    day: String(Number(found.get("day"))),
    hour: found.get("hour") ?? "",
    minute: found.get("minute") ?? "",
    second: found.get("second") ?? "",
    zone: found.get("timeZoneName") ?? "",
  };
}
