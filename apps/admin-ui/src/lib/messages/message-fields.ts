import type { MessageRow } from "#shared/api.ts";
import { formatLocalTime, formatUtcTime } from "../format/time.ts";
import { formatCount } from "../format/number.ts";

export interface Field {
  readonly name: string;
  readonly value: string;
  /** Identifiers and addresses are compared by eye, character by character. */
  readonly mono?: boolean;
  /** Long texts get the full width. */
  readonly wide?: boolean;
}

/** Everything a row says, under the panel's words; what the node did not say is left out. */
export function messageFields(row: MessageRow): Field[] {
  const fields: (Field | undefined)[] = [
    { name: "Subject", value: row.subject === "" ? "no subject" : row.subject, wide: true },
    text("Detail", row.detail, { wide: true }),
    { name: "Envelope sender", value: row.from === "" ? "null sender" : row.from, mono: row.from !== "" },
    { name: "Recipient", value: row.to, mono: true },
    ...received(row.receivedAt),
    { name: "Action", value: row.action },
    { name: "Node", value: row.node },
    text("From IP", row.ip, { mono: true }),
    text("HELO", row.helo, { mono: true }),
    text("SASL user", row.sasl),
    row.sizeBytes === undefined ? undefined : { name: "Size", value: `${formatCount(row.sizeBytes)} bytes` },
    row.retries === undefined ? undefined : { name: "Retries", value: formatCount(row.retries) },
    text("Listener", row.listener, { mono: true }),
    text("Transport", row.transport, { mono: true }),
    text("Quarantine", row.quarantine, { mono: true }),
    { name: "Id", value: row.id, mono: true },
    { name: "Message id", value: row.messageId, mono: true },
    { name: "Action id", value: String(row.actionId), mono: true },
  ];
  return fields.filter((field) => field !== undefined);
}

function received(unixSeconds: number): Field[] {
  const local = formatLocalTime(unixSeconds);
  const utc = formatUtcTime(unixSeconds);
  if (local === utc) return [{ name: "Received", value: utc }];
  return [
    { name: "Received", value: local },
    { name: "Received, UTC", value: utc },
  ];
}

function text(
  name: string,
  value: string | undefined,
  look: { mono?: boolean; wide?: boolean } = {},
): Field | undefined {
  return value === undefined || value === "" ? undefined : { name, value, ...look };
}
