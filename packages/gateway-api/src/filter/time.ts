import { FilterError } from "./errors.ts";

/** The zone in which times without one are meant, as an offset: minutes east of UTC. */
export interface FilterTimeZone {
  readonly offsetMinutes: number;
}

/** Universal time. */
export const utc: FilterTimeZone = Object.freeze({ offsetMinutes: 0 });

/**
 * Reads `utc`, `Z`, whole hours east of UTC (`1`, `+6`, `-7`) or hours and minutes (`+05:30`, `-0330`).
 * @throws FilterError `bad_value`
 */
export function parseTimeZone(text: string): FilterTimeZone {
  if (/^(?:utc|z)$/i.test(text)) return utc;
  const match = /^([+-]?)(\d{1,2})(?::?([0-5]\d))?$/.exec(text);
  const minutes = Number(match?.[2]) * 60 + Number(match?.[3] ?? 0);
  if (match === null || minutes > 14 * 60) {
    throw new FilterError("bad_value", 'A time zone is "utc" or hours east of UTC, as in +1, -7 or +05:30.');
  }
  return { offsetMinutes: match[1] === "-" ? -minutes : minutes };
}

const placeholder = /\{(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?\}/g;

/**
 * Replaces each `{YYYY-MM-DD HH:MM:SS}` (seconds, or the time of day, may be left out) by Unix seconds. The zone
 * is explicit, because a time meant in another zone finds other mail. All other text stays, braces included.
 * @throws FilterError `bad_value` for a date the calendar does not have
 */
export function resolveTimes(text: string, zone: FilterTimeZone): string {
  return text.replace(placeholder, (whole: string, ...found: unknown[]) => {
    const [year, month, day, hour, minute, second] = found
      .slice(0, 6)
      .map((part) => (part === undefined ? 0 : Number(part))) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const start = found[6] as number;
    const date = new Date(0);
    // Not Date.UTC: it takes the years 0 to 99 for the twentieth century.
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second);
    if (date.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) {
      const position = { start, end: start + whole.length };
      throw new FilterError(
        "bad_value",
        `${whole} is no date and time; write {2026-01-31 23:59:59}.`,
        position,
      );
    }
    return String(date.getTime() / 1000 - zone.offsetMinutes * 60);
  });
}
