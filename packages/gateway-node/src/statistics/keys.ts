import type { MailEventKind } from "../events/mail-events.ts";
import type { Arrival, MessageAction } from "../store/message.ts";

/** What a counter of messages counts, as in `mail:action:deliver`. */
export const mailActions = ["reject", "deliver", "quarantine", "delete", "allow", "block", "defer"] as const;

/** One of {@link mailActions}. */
export type MailAction = (typeof mailActions)[number];

const ofEvents: Readonly<Record<MailEventKind, MailAction | undefined>> = {
  queued: "allow",
  quarantined: "quarantine",
  rejected: "reject",
  deferred: "defer",
  deleted: "delete",
  delivered: "deliver",
  bounced: undefined,
  released: undefined,
  // It is still in the queue: another attempt of the same message is no other message.
  retried: undefined,
};

const ofHistory: Readonly<Record<MessageAction, MailAction | undefined>> = {
  DELIVER: "deliver",
  QUARANTINE: "quarantine",
  REJECT: "reject",
  DELETE: "delete",
  DEFER: "defer",
  BOUNCE: undefined,
  ERROR: undefined,
};

/** What a happening is counted as. */
export function actionOfEvent(kind: MailEventKind): MailAction | undefined {
  return ofEvents[kind];
}

/** What a row of the history is counted as. */
export function actionOfRow(action: MessageAction): MailAction | undefined {
  return ofHistory[action];
}

/** The domain a message is counted for: the one of its two that is ours, or none. */
export function domainOf(
  { from, to, listener }: Pick<Arrival, "from" | "to" | "listener">,
  domains: ReadonlySet<string>,
): string {
  const address = listener === "mailserver:1" ? to : from;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  return domains.has(domain) ? domain : "";
}
