import type { Filter, MessageSource } from "@mailmux/gateway-api";
import type { Arrival, MessageAction, StoredMessage } from "./message.ts";

/** Which part of a list to read. */
export interface PageRange {
  /** Rows to skip, from the newest. */
  readonly offset: number;
  /** The most rows to return. */
  readonly limit: number;
}

/** How a message leaves the queue. */
export type FinalAction = Extract<MessageAction, "DELIVER" | "BOUNCE" | "DELETE" | "ERROR">;

/** What a queued message carries besides what arrived. */
export interface QueueState {
  /** Taken from the sequence of the store when left out; never reused. */
  readonly id?: bigint;
  /** Unix seconds UTC of the next attempt; the reception time when left out. */
  readonly retryAt?: number;
  readonly retries?: number;
  readonly error?: string;
  /** Quarantine profile; the message waits for a person and not for delivery. */
  readonly quarantine?: string;
}

/** What of a queued message can be changed. */
export interface QueueChanges {
  readonly quarantine?: string;
  readonly transport?: string;
}

/** What a history row carries besides what arrived. */
export interface HistoryState {
  readonly action: MessageAction;
  readonly description: string;
  readonly queueId?: bigint;
}

/** Rows of the history that have these in common. */
export interface HistoryTally {
  readonly action: MessageAction;
  readonly listener: string;
  /** Domains in lower case; empty where an address has none. */
  readonly senderDomain: string;
  readonly recipientDomain: string;
  readonly count: number;
  /** Reception time of the first and the last, Unix seconds UTC. */
  readonly first: number;
  readonly last: number;
}

/** The outcome of a delivery attempt that did not succeed and is to be repeated. */
export interface Deferral {
  readonly error: string;
  /** Unix seconds UTC. */
  readonly retryAt: number;
}

/** The bytes of a message (RFC 5322). */
export interface RawMessage {
  /** As it was received: as many bytes as the row's `size` says. */
  readonly original: Buffer;
  /** Header fields that the gateway put in front of it, each with its CRLF; empty for none. */
  readonly delta: string;
}

/** Where the bytes of messages come from. The built-in node makes them of their rows; a mail server has them. */
export interface RawMessages {
  get(message: StoredMessage): Promise<RawMessage>;
}

/**
 * The mail of one gateway: its queue (messages to deliver and quarantined ones) and its history. The built-in
 * node keeps it in SQLite; an adapter to a real mail server implements the same interface.
 * Lists are newest first: descending reception time, then descending id, so that paging is stable.
 */
export interface MailStore {
  /** Rows that match, newest first. */
  page(source: MessageSource, filter: Filter, range: PageRange): StoredMessage[];
  /** How many rows match, exactly. */
  count(source: MessageSource, filter: Filter): number;
  /** Puts a message in the queue, to be delivered or quarantined, and returns its queue id. */
  enqueue(arrival: Arrival, state?: QueueState): bigint;
  /** Writes a history row for a message that is not in the queue, and returns the row's id. */
  record(arrival: Arrival, state: HistoryState): bigint;
  /** Notes a failed attempt: one retry more, the error, the next time. False when the id is not in the queue. */
  defer(id: bigint, deferral: Deferral): boolean;
  /** Takes a message out of the queue and writes what became of it. False when the id is not in the queue. */
  finish(id: bigint, action: FinalAction, description: string): boolean;
  /** The queued message with this id. */
  find(id: bigint): StoredMessage | undefined;
  /**
   * Queued messages that match, in ascending order of their ids, from the first one after `after`. In pieces, because
   * there may be more of them than memory; a message that is put in the queue meanwhile may still come.
   */
  matching(filter: Filter, after: bigint | undefined, limit: number): StoredMessage[];
  /** The highest queue id that was ever given. */
  lastId(): bigint;
  /** Sets when delivery is tried next, and takes the message out of quarantine. False when the id is not in the queue. */
  reschedule(id: bigint, retryAt: number): boolean;
  /** Changes what is given. False when the id is not in the queue. */
  update(id: bigint, changes: QueueChanges): boolean;
  /** Messages whose next attempt is due at `now` (Unix seconds UTC), the longest waiting first. */
  due(now: number, limit: number): StoredMessage[];
  /** How many rows the history has of each kind, in one pass. */
  tally(): HistoryTally[];
  /** Forgets the oldest history rows beyond this many; returns how many went. */
  trimHistory(maxRows: number): number;
  /** Does everything or, when `work` throws, nothing. Not to be nested. */
  transaction<T>(work: () => T): T;
  /** As `transaction`, for putting very many rows into a store that is still empty. */
  load<T>(work: () => T): T;
  /** Releases files and memory. Every later call throws `GatewayNodeError` `store_closed`. */
  close(): void;
}
