import { formatLogLine } from "../../log/log-lines.ts";
import type { MailLog } from "../../log/mail-log.ts";
import { fault } from "../../service/fault.ts";

/** The text log. */
export interface SearchLogSources {
  readonly log: MailLog;
}

/** `searchlog -a TIME -- UUID[:QUEUEID]` prints the lines about a message; the time is a hint where to begin. */
export function searchLog(argv: readonly string[], { log }: SearchLogSources): () => Iterable<string> {
  const [flag, time = "", dashes, wanted = "", ...rest] = argv;
  const [, messageId, queueId] = /^([0-9a-f-]{36})(?::(\d{1,18}))?$/.exec(wanted) ?? [];
  if (
    flag !== "-a" ||
    !/^\d{1,15}$/.test(time) ||
    dashes !== "--" ||
    messageId === undefined ||
    rest.length > 0
  ) {
    throw fault("usage: searchlog -a TIME -- UUID[:QUEUEID]");
  }
  const question = { messageId, ...(queueId === undefined ? {} : { queueId: BigInt(queueId) }) };
  return () => log.search(question).map(formatLogLine);
}
