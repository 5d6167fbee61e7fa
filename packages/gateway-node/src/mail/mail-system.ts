import type { Filter } from "@mailmux/gateway-api";
import type { MailEventKind, MailEvents } from "../events/mail-events.ts";
import type { MailStore, QueueChanges } from "../store/mail-store.ts";
import type { Arrival, StoredMessage } from "../store/message.ts";
import { nonDeliveryReport } from "./non-delivery-report.ts";

/** A delivery attempt in progress. */
export interface Attempt {
  readonly message: StoredMessage;
  /** Host and port. */
  readonly destination: string;
  /** Unix seconds UTC. */
  readonly startedAt: number;
}

/** Who does something to mail, and when. */
export interface Act {
  /** Unix seconds UTC. */
  readonly at: number;
  /** The user, when it is a person. */
  readonly by?: string;
}

/** When a message is to be tried, and whether as a copy. */
export interface RetryOptions {
  /** Leaves the original where it is. */
  readonly duplicate?: boolean;
  /** Unix seconds UTC; now when left out. */
  readonly retryAt?: number;
}

/** How a message that is not put in the queue ends while it is received. */
export type Refusal = "REJECT" | "DELETE" | "DEFER";

/** Messages that one step of an action over many takes in hand. */
const batchSize = 1_000;

const refusalKinds = { REJECT: "rejected", DELETE: "deleted", DEFER: "deferred" } as const;

/**
 * What can be done to mail: the one way in which operations and traffic change the store, so that whatever happens
 * is made known. Acts on a filter are done in one transaction, a thousand messages at a time.
 */
export class MailSystem {
  readonly store: MailStore;
  readonly #events: MailEvents;
  readonly #attempts = new Map<bigint, Attempt>();

  constructor(store: MailStore, events: MailEvents) {
    this.store = store;
    this.#events = events;
  }

  /** Accepts a message into the queue, or into a quarantine, and returns its queue id. */
  accept(arrival: Arrival, { at }: Act, quarantine?: string): bigint {
    if (quarantine === undefined) {
      const id = this.store.enqueue(arrival);
      this.#emit("queued", at, arrival, id, "");
      return id;
    }
    const id = this.store.enqueue(arrival, { quarantine });
    const text = "Quarantined by rule: probable spam";
    this.store.record(arrival, { action: "QUARANTINE", description: text, queueId: id });
    this.#emit("quarantined", at, arrival, id, text);
    return id;
  }

  /** Refuses a message, or accepts it and throws it away. */
  refuse(arrival: Arrival, action: Refusal, text: string, { at }: Act): void {
    this.store.record(arrival, { action, description: text });
    this.#emit(refusalKinds[action], at, arrival, undefined, text);
  }

  /** A delivery attempt begins. */
  begin(message: StoredMessage, destination: string, { at }: Act): void {
    this.#attempts.set(message.id, { message, destination, startedAt: at });
  }

  /** Delivery attempts in progress, the longest first. */
  inTransit(): readonly Attempt[] {
    return [...this.#attempts.values()];
  }

  /** The attempt succeeded. False when the message is gone meanwhile. */
  delivered(message: StoredMessage, text: string, { at }: Act): boolean {
    return this.#finish(message, "DELIVER", "delivered", text, { at });
  }

  /** The attempt failed and is to be repeated. */
  failed(message: StoredMessage, error: string, retryAt: number, { at }: Act): void {
    this.#attempts.delete(message.id);
    if (this.store.defer(message.id, { error, retryAt }))
      this.#emit("retried", at, message, message.id, error);
  }

  /** The message cannot be delivered: its sender is told, unless it is a report itself (RFC 5321 section 6.1). */
  giveUp(message: StoredMessage, text: string, act: Act): boolean {
    return this.#return(message, text, act);
  }

  /** The quarantine keeps a message no longer. False when it is gone meanwhile. */
  expired(message: StoredMessage, { at }: Act): boolean {
    return this.#finish(message, "DELETE", "deleted", "Quarantine lifetime ended", { at });
  }

  /** Tries delivery of every match, and releases those in quarantine. Returns how many. */
  retry(filter: Filter, { duplicate = false, retryAt }: RetryOptions, act: Act): number {
    return this.#each(filter, (message) => {
      const at = retryAt ?? act.at;
      const id = duplicate ? this.store.enqueue(message, { retryAt: at }) : message.id;
      if (!duplicate) this.store.reschedule(id, at);
      if (message.quarantine !== "" || duplicate) this.#emit("released", act.at, message, id, "", act.by);
    });
  }

  /** Takes every match out of the queue or the quarantine. Returns how many. */
  remove(filter: Filter, act: Act): number {
    return this.#each(filter, (message) => {
      this.#finish(
        message,
        "DELETE",
        "deleted",
        act.by === undefined ? "Deleted" : `Deleted by ${act.by}`,
        act,
      );
    });
  }

  /** Returns every match to its sender. Returns how many. */
  bounce(filter: Filter, act: Act): number {
    return this.#each(filter, (message) => {
      this.#return(message, act.by === undefined ? "Bounced" : `Bounced by ${act.by}`, act);
    });
  }

  /** Changes every match, or copies of them. Returns how many. */
  update(filter: Filter, changes: QueueChanges, { duplicate = false }: { duplicate?: boolean }): number {
    return this.#each(filter, (message) => {
      const id = duplicate
        ? this.store.enqueue(message, {
            error: message.error,
            retries: message.retries,
            ...(message.quarantine !== "" && { quarantine: message.quarantine }),
            ...(message.retryAt !== undefined && { retryAt: message.retryAt }),
          })
        : message.id;
      this.store.update(id, changes);
    });
  }

  /** Ids are given ascending, so copies that are made on the way are found no second time: they stand behind the last. */
  #each(filter: Filter, act: (message: StoredMessage) => void): number {
    return this.store.transaction(() => {
      let count = 0;
      const last = this.store.lastId();
      let after: bigint | undefined;
      for (;;) {
        const batch = this.store.matching(filter, after, batchSize).filter(({ id }) => id <= last);
        for (const message of batch) act(message);
        count += batch.length;
        after = batch.at(-1)?.id;
        if (batch.length < batchSize) return count;
      }
    });
  }

  #return(message: StoredMessage, text: string, act: Act): boolean {
    if (!this.#finish(message, "BOUNCE", "bounced", text, act)) return false;
    const report = nonDeliveryReport(message, text, act.at);
    if (report !== undefined) this.accept(report, act);
    return true;
  }

  #finish(
    message: StoredMessage,
    action: "DELIVER" | "BOUNCE" | "DELETE",
    kind: MailEventKind,
    text: string,
    { at, by }: Act,
  ): boolean {
    this.#attempts.delete(message.id);
    if (!this.store.finish(message.id, action, text)) return false;
    this.#emit(kind, at, message, message.id, text, by);
    return true;
  }

  #emit(
    kind: MailEventKind,
    at: number,
    message: Arrival,
    queueId: bigint | undefined,
    text: string,
    by?: string,
  ): void {
    this.#events.emit({ kind, at, message, queueId, text, ...(by === undefined ? {} : { by }) });
  }
}
