import type { MailEventKind } from "../events/mail-events.ts";
import type { Arrival, MessageAction } from "../store/message.ts";

/** What a counter of messages counts, as in `mail:action:deliver`; the data sources of their graphs, in this order. */
export const mailActions = ["reject", "deliver", "quarantine", "delete", "allow", "block", "defer"] as const;

/** One of {@link mailActions}. */
export type MailAction = (typeof mailActions)[number];

/** What there is in the history of a happening, or nothing where it leaves no row. */
const rows: Readonly<Record<MailEventKind, MessageAction | undefined>> = {
  quarantined: "QUARANTINE",
  rejected: "REJECT",
  deferred: "DEFER",
  deleted: "DELETE",
  delivered: "DELIVER",
  bounced: "BOUNCE",
  queued: undefined,
  released: undefined,
  retried: undefined,
};

const actions: Readonly<Record<MessageAction, MailAction | undefined>> = {
  DELIVER: "deliver",
  QUARANTINE: "quarantine",
  REJECT: "reject",
  DELETE: "delete",
  DEFER: "defer",
  BOUNCE: undefined,
  ERROR: undefined,
};

/** The row of the history that a happening leaves: one more in `mail:total`. */
export function rowOfEvent(kind: MailEventKind): MessageAction | undefined {
  return rows[kind];
}

/** What a row of the history is counted as. */
export function actionOfRow(action: MessageAction): MailAction | undefined {
  return actions[action];
}

/** The domain a message is counted for: that of its two which is ours. Undefined for catch-all domains. */
export function domainOf(
  { from, to, listener }: Pick<Arrival, "from" | "to" | "listener">,
  domains: ReadonlySet<string>,
): string | undefined {
  const domain = domainOfAddress(listener === "mailserver:1" ? to : from);
  return domains.has(domain) ? domain : undefined;
}

/** In lower case; empty where there is none. */
export function domainOfAddress(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** As clients ask for the graph of a server and a domain: colons become hyphens, and dots stay. */
export function mailGraphName(listener: string, domain: string): string {
  return `mail-stat-${listener.replaceAll(":", "-")}-${domain}`;
}
