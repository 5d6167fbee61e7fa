import { maxLogLineLength } from "./limits.ts";
import { createCutLineReader } from "./lines.ts";
import type { OutputParser } from "./parser.ts";

/** A line of a message's text log. All of it may hold what strangers sent, control characters included. */
export interface LogLine {
  /** The whole line, without its end. */
  readonly text: string;
  /** The line was longer than the limit, and its rest was dropped. */
  readonly cut: boolean;
  /** As the log writes it, such as `Nov 24 03:15:09`: without a year or zone where the log has none. */
  readonly timestamp: string | undefined;
  readonly host: string | undefined;
  readonly program: string | undefined;
  readonly pid: number | undefined;
  /** What follows the parts above; the whole line where it has none of them. */
  readonly message: string;
}

/** `TIMESTAMP HOST PROGRAM[PID]: MESSAGE`, as syslog writes files; see RFC 3164, and RFC 3339 for the newer timestamps. */
const syslog =
  /^(?<timestamp>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) (?<host>[^\s:]{1,255}) (?<program>[^\s:[\]]{1,255})(?:\[(?<pid>\d{1,10})\])?: (?<message>.*)$/s;

/** Reads the output of `searchlog`, line by line. Empty lines are skipped. */
export function createSearchLogParser(): OutputParser<LogLine> {
  const reader = createCutLineReader(maxLogLineLength);
  const toLines = (lines: { text: string; cut: boolean }[]) =>
    lines.filter(({ text }) => text !== "").map(toLogLine);
  return { push: (chunk) => toLines(reader.push(chunk)), end: () => toLines(reader.end()) };
}

function toLogLine({ text, cut }: { text: string; cut: boolean }): LogLine {
  const { timestamp, host, program, pid, message = text } = syslog.exec(text)?.groups ?? {};
  return { text, cut, timestamp, host, program, pid: pid === undefined ? undefined : Number(pid), message };
}
