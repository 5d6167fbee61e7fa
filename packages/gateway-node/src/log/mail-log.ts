import { all, condition, parseFilter } from "@mailmux/gateway-api";
import type { MailStore } from "../store/mail-store.ts";
import type { StoredMessage } from "../store/message.ts";
import { formatLogLine, logLines, type LogLine } from "./log-lines.ts";

/** What is looked for. */
export interface LogQuestion {
  readonly messageId: string;
  /** One recipient; all of them when left out. */
  readonly queueId?: bigint;
}

/** The text log of a node. */
export interface MailLog {
  /** The lines about a message, oldest first. */
  search(question: LogQuestion): LogLine[];
  /** The last lines, as the file of the log has them. */
  tail(): Uint8Array;
}

/** Recipients of one message, and messages of the file's end. */
const maxRows = 1_000;
const tailMessages = 200;

/** Makes it of the rows of a store. */
export function createMailLog(store: MailStore, host: string): MailLog {
  const inOrder = (lines: readonly LogLine[]): LogLine[] =>
    lines.toSorted((left, right) => left.at - right.at);
  return {
    search({ messageId, queueId }) {
      const filter = all(
        condition("messageid", "=", messageId),
        ...(queueId === undefined ? [] : [condition("queueid", "=", queueId)]),
      );
      const range = { offset: 0, limit: maxRows };
      const recipients = byRecipient(
        store.page("queue", filter, range),
        store.page("history", filter, range),
      );
      return inOrder(recipients.flatMap((each) => logLines(each, host)));
    },
    tail() {
      const recent = store.page("history", parseFilter(""), { offset: 0, limit: tailMessages });
      const lines = inOrder(recent.flatMap((row) => logLines({ queued: undefined, history: [row] }, host)));
      return Buffer.from(lines.map((line) => `${formatLogLine(line)}\n`).join(""));
    },
  };
}

function byRecipient(queue: readonly StoredMessage[], history: readonly StoredMessage[]) {
  const recipients = new Map<number, { queued: StoredMessage | undefined; history: StoredMessage[] }>();
  const of = (row: StoredMessage) => {
    const known = recipients.get(row.actionId) ?? { queued: undefined, history: [] };
    recipients.set(row.actionId, known);
    return known;
  };
  for (const row of queue) of(row).queued = row;
  for (const row of history) of(row).history.push(row);
  return [...recipients.values()];
}
