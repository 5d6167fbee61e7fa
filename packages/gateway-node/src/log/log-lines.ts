import type { StoredMessage } from "../store/message.ts";
import { retryWait } from "../seed/retry-schedule.ts";

/** A line of the text log. */
export interface LogLine {
  /** Unix seconds UTC. */
  readonly at: number;
  readonly host: string;
  readonly program: string;
  readonly pid: number;
  readonly message: string;
}

/** The rows of one recipient of a message. */
export interface LoggedMessage {
  readonly queued: StoredMessage | undefined;
  readonly history: readonly StoredMessage[];
}

/** Attempts of which there are lines; the schedule of a message that waits for days has no more. */
const maxAttempts = 60;

/** What the log says of one recipient of a message. Nothing of it is stored: rows say all of it. */
export function logLines({ queued, history }: LoggedMessage, host: string): LogLine[] {
  const row = queued ?? history[0];
  if (row === undefined) return [];
  const pid = 1_000 + (row.receivedAt % 30_000);
  const id = `[${row.messageId}]`;
  const line = (at: number, program: string, message: string): LogLine => ({
    at,
    host,
    program,
    pid,
    message: `${id} ${oneLine(message)}`,
  });
  const lines = [
    line(row.receivedAt, "smtpd", `connection from ${row.clientIp} on ${row.listener}`),
    line(row.receivedAt, "smtpd", `HELO ${row.helo || "(none)"}`),
    ...(row.sasl === "" ? [] : [line(row.receivedAt, "smtpd", `AUTH ${row.sasl}`)]),
    line(row.receivedAt, "smtpd", `MAIL FROM:<${row.from}> SIZE=${row.size}`),
    line(row.receivedAt, "smtpd", `RCPT TO:<${row.to}> recipient ${row.actionId}`),
    ...row.scores.map(({ first, second }) => line(row.receivedAt, "scand", `engine ${first}: ${second}`)),
  ];
  if (queued !== undefined) lines.push(...queueLines(queued, line));
  for (const each of history) {
    lines.push(line(each.receivedAt, "queued", `${each.action.toLowerCase()}: ${each.description}`));
  }
  return lines;
}

function queueLines(
  row: StoredMessage,
  line: (at: number, program: string, message: string) => LogLine,
): LogLine[] {
  if (row.quarantine !== "") return [line(row.receivedAt, "queued", `${row.id}: held in ${row.quarantine}`)];
  const lines = [line(row.receivedAt, "queued", `${row.id}: queued for ${row.transport || "delivery"}`)];
  let at = row.receivedAt;
  for (let attempt = 1; attempt <= Math.min(row.retries, maxAttempts); attempt++) {
    const last = attempt === row.retries;
    lines.push(line(at, "queued", `${row.id}: attempt ${attempt} failed${last ? `: ${row.error}` : ""}`));
    at += retryWait(attempt);
  }
  return lines;
}

/** Texts of strangers end no line and clear no terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, " ");
}

/** `2026-11-24T08:00:00Z mx1 smtpd[1234]: text` */
export function formatLogLine({ at, host, program, pid, message }: LogLine): string {
  return `${new Date(at * 1_000).toISOString().replace(".000Z", "Z")} ${host} ${program}[${pid}]: ${message}`;
}
