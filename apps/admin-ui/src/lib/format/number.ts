/** Stands where a value is not known. */
export const unknown = "–";

const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function formatCount(count: number | undefined): string {
  return count === undefined ? unknown : integer.format(count);
}

/** "1 message", "1,204 messages". */
export function plural(count: number, one: string): string {
  return `${integer.format(count)} ${count === 1 ? one : `${one}s`}`;
}

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in powers of 1000 with about three digits: "812 B", "1.2 kB", "34 MB". */
export function formatSize(bytes: number | undefined): string {
  if (bytes === undefined || !Number.isFinite(bytes) || bytes < 0) return unknown;
  let value = bytes;
  let unit = 0;
  // 999.5 would be rounded to 1000 of the smaller unit.
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : value.toFixed(0);
  return `${digits}\u00a0${units[unit]}`;
}

export function formatMilliseconds(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return unknown;
  if (ms < 1) return "<1\u00a0ms";
  return ms < 10_000 ? `${integer.format(ms)}\u00a0ms` : `${(ms / 1000).toFixed(0)}\u00a0s`;
}
