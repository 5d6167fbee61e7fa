import { visibleJson } from "./visible.ts";

/** How data is written to standard output. */
export const formats = ["table", "json", "csv"] as const;
export type Format = (typeof formats)[number];

/** JSON for programs: one document, indented, with a line end. */
export function formatJson(data: unknown): string {
  return `${visibleJson(JSON.stringify(data, null, 2))}\n`;
}

/** Seconds as people say it: `12d 4h`, `3h 07m`, `45s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.floor(seconds);
  const [days, hours, minutes] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${String(minutes).padStart(2, "0")}m`;
  return minutes > 0 ? `${minutes}m ${String(whole % 60).padStart(2, "0")}s` : `${whole}s`;
}

/** Unix seconds as UTC, the zone written out. */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? String(seconds)
    : date
        .toISOString()
        .replace("T", " ")
        .replace(/\.000Z$/, "Z");
}

/** Bytes as people say it: `812 B`, `4.2 kB`, `1.3 MB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit] ?? ""}`;
}
