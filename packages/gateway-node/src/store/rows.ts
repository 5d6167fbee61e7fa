import { comparable, scoreOf, type MessageSource } from "@mailmux/gateway-api";
import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { Dictionary } from "./dictionaries.ts";
import { deltaPath, messagePath } from "./message-path.ts";
import type { Arrival, MessageAction, Pair, StoredMessage } from "./message.ts";

/** A row as SQLite gives it, integers as bigint. */
export type OutputRow = Record<string, SQLOutputValue>;

/** The columns both tables have, in the order of {@link arrivalValues}. */
export const arrivalColumns = [
  ...["message_id", "action_id", "received_at"],
  ...["sender", "sender_ref", "sender_domain_ref", "recipient", "recipient_ref", "recipient_domain_ref"],
  ...["subject", "subject_ref", "client_ip", "client_ref", "helo", "helo_ref", "sasl", "sasl_ref", "size"],
  ...["listener", "listener_ref", "transport", "transport_ref", "scores", "sa_score", "rpd_in", "rpd_out"],
  ...["metadata", "metadata_ref"],
];

/** The values of those columns. An array and not an object, because millions of them are made. */
export function arrivalValues(
  arrival: Arrival,
  idOf: (dictionary: Dictionary, key: string) => bigint,
): SQLInputValue[] {
  const address = (text: string): SQLInputValue[] => {
    const key = comparable(text, "unicode");
    return [text, idOf("addresses", key), idOf("hosts", domainOf(key))];
  };
  const name = (dictionary: Dictionary, text: string): SQLInputValue[] => {
    const stored = storable(text);
    return [stored, idOf(dictionary, comparable(stored, "ascii"))];
  };
  const subject = storable(arrival.subject);
  const metadata = metadataJson(arrival.metadata);
  return [
    storable(arrival.messageId),
    arrival.actionId,
    arrival.receivedAt,
    ...address(storable(arrival.from)),
    ...address(storable(arrival.to)),
    subject,
    idOf("subjects", comparable(subject, "unicode")),
    ...name("hosts", arrival.clientIp),
    ...name("hosts", arrival.helo),
    ...name("addresses", arrival.sasl),
    arrival.size,
    ...name("routes", arrival.listener),
    ...name("routes", arrival.transport),
    JSON.stringify(arrival.scores.map(({ first, second }) => [first, second])),
    scoreOf(arrival.scores, "0") ?? null,
    scoreOf(arrival.scores, "3") ?? null,
    scoreOf(arrival.scores, "5") ?? null,
    metadata,
    metadata === null ? null : idOf("metadata", metadata),
  ];
}

/** The message of a row, whichever table it is from. */
export function rowMessage(row: OutputRow, source: MessageSource): StoredMessage {
  const queued = source === "queue";
  const arrival: Arrival = {
    messageId: row["message_id"] as string,
    actionId: Number(row["action_id"]),
    receivedAt: Number(row["received_at"]),
    from: row["sender"] as string,
    to: row["recipient"] as string,
    subject: row["subject"] as string,
    clientIp: row["client_ip"] as string,
    helo: row["helo"] as string,
    sasl: row["sasl"] as string,
    size: Number(row["size"]),
    listener: row["listener"] as string,
    transport: row["transport"] as string,
    scores: (JSON.parse(row["scores"] as string) as [string, string][]).map(pair),
    metadata: row["metadata"] === null ? [] : metadataPairs(row["metadata"] as string),
  };
  return {
    ...arrival,
    id: row["id"] as bigint,
    action: row["action"] as MessageAction,
    quarantine: queued ? (row["quarantine"] as string) : "",
    retries: queued ? Number(row["retries"]) : 0,
    retryAt: queued && row["retry_at"] !== null ? Number(row["retry_at"]) : undefined,
    error: queued ? (row["error"] as string) : "",
    path: queued ? messagePath(arrival) : "",
    deltaPath: queued ? (deltaPath(arrival) ?? "") : "",
    queueId: queued ? undefined : ((row["queue_id"] as bigint | null) ?? undefined),
    description: queued ? "" : (row["description"] as string),
  };
}

/** Text without what SQLite cannot compare: lone surrogates and NUL become U+FFFD. */
export function storable(text: string): string {
  return comparable(text, "exact");
}

/** What follows the last `@`; empty when there is none. */
function domainOf(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 0 ? "" : address.slice(at + 1);
}

/** An object, because the JSON operators of SQLite look up by name; of entries with one name the first counts. */
function metadataJson(pairs: readonly Pair[]): string | null {
  if (pairs.length === 0) return null;
  return JSON.stringify(
    Object.fromEntries(pairs.map(({ first, second }) => [first, storable(second)]).reverse()),
  );
}

function metadataPairs(json: string): Pair[] {
  return Object.entries(JSON.parse(json) as Record<string, string>)
    .map(pair)
    .reverse();
}

function pair([first, second]: readonly [string, string]): Pair {
  return { first, second };
}
