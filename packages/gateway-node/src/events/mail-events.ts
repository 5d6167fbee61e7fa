import type { Arrival } from "../store/message.ts";

/** What can happen to one recipient of a message on its way through the gateway. */
export type MailEventKind =
  /** Accepted at the SMTP server and put in the queue. */
  | "queued"
  /** Accepted and put in quarantine. */
  | "quarantined"
  /** Refused for good (5xx) while it was received. */
  | "rejected"
  /** Refused for now (4xx) while it was received. */
  | "deferred"
  /** Accepted and thrown away, or deleted from queue or quarantine. */
  | "deleted"
  /** Out of quarantine, into the queue. */
  | "released"
  /** Given to the next server. */
  | "delivered"
  /** A delivery attempt that is to be repeated. */
  | "retried"
  /** Given up, or sent back by a person. */
  | "bounced";

/** One happening. */
export interface MailEvent {
  readonly kind: MailEventKind;
  /** Unix seconds UTC. */
  readonly at: number;
  readonly message: Arrival;
  /** Queue id, when the message has or had one. */
  readonly queueId: bigint | undefined;
  /** The reply of the other side, or why. */
  readonly text: string;
  /** Who did it, when a person did. */
  readonly by?: string;
}

/** Where happenings are made known: to counters, graphs and rates. */
export interface MailEvents {
  emit(event: MailEvent): void;
  /** Calls `listener` for each from now on, in order, at once. Returns a function that ends it. */
  on(listener: (event: MailEvent) => void): () => void;
}

/** Makes a place for happenings. A listener that throws is told of to `onError` and disturbs nobody. */
export function createMailEvents(onError: (error: unknown) => void): MailEvents {
  const listeners = new Set<(event: MailEvent) => void>();
  return {
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (error) {
          onError(error);
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
