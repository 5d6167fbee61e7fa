import { condition, everything } from "@mailmux/gateway-api";
import { systemClock, type Clock, type Timer } from "./clock.ts";
import { receiveMessage, uuidNode } from "./seed/arrivals.ts";
import { Random } from "./seed/random.ts";
import { givenUp, reply } from "./seed/replies.ts";
import { maxRetries, retryWait } from "./seed/retry-schedule.ts";
import type { MailSystem } from "./mail/mail-system.ts";
import type { MailStore } from "./store/mail-store.ts";
import type { Arrival, StoredMessage } from "./store/message.ts";

/** Options of {@link startTraffic}. */
export interface TrafficOptions {
  readonly seed: number;
  readonly nodeName: string;
  /** Messages received per second on average. Default 2. */
  readonly ratePerSecond?: number;
  /** Milliseconds between two steps. Default 1000. */
  readonly stepMs?: number;
  /** History rows kept; the oldest go. Default 1,000,000. */
  readonly maxHistoryRows?: number;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Called when a step failed, for example on a full disk; traffic goes on with the next step. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

/** Mail that comes and goes. */
export interface Traffic {
  /** Ends it; no step runs after this. May be called twice. */
  stop(): void;
}

/** The most delivery attempts of one step, so that a node started after a long pause does not stall. */
const maxAttemptsPerStep = 200;

/** Steps between two countings of the queue, and between two trimmings of the history. */
const stepsPerCount = 5;
const stepsPerTrim = 600;

const delivering = condition("action", "=", "DELIVER");
const quarantined = condition("action", "=", "QUARANTINE");

/**
 * Lets mail arrive, be delivered, deferred, bounced, quarantined and rejected. The queue stays near the size it
 * has at the start, over any time: the fuller it is, the likelier a delivery succeeds and a quarantined message is cleared.
 */
export function startTraffic(system: MailSystem, options: TrafficOptions): Traffic {
  const traffic = new TrafficRun(system, options);
  traffic.schedule();
  return traffic;
}

class TrafficRun implements Traffic {
  readonly #system: MailSystem;
  readonly #store: MailStore;
  readonly #random: Random;
  readonly #clock: Clock;
  readonly #stepMs: number;
  readonly #messagesPerStep: number;
  readonly #maxHistoryRows: number;
  readonly #node: string;
  readonly #onError: (error: unknown) => void;
  /** Rows the queue and the quarantine had at the start, and are kept near. */
  readonly #waitingTarget: number;
  readonly #quarantineTarget: number;
  #waiting: number;
  #steps = 0;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(system: MailSystem, options: TrafficOptions) {
    const { store } = system;
    this.#system = system;
    this.#store = store;
    this.#random = new Random(`traffic/${options.seed}/${options.nodeName}`);
    this.#clock = options.clock ?? systemClock;
    this.#stepMs = options.stepMs ?? 1_000;
    this.#messagesPerStep = ((options.ratePerSecond ?? 2) * this.#stepMs) / 1_000;
    this.#maxHistoryRows = options.maxHistoryRows ?? 1_000_000;
    this.#node = uuidNode(options.nodeName);
    this.#onError = options.onError ?? (() => undefined);
    this.#waiting = store.count("queue", delivering);
    // An empty queue stays small, and is not kept at nothing.
    this.#waitingTarget = Math.max(5, this.#waiting);
    this.#quarantineTarget = Math.max(2, store.count("queue", quarantined));
  }

  schedule(): void {
    if (this.#stopped) return;
    this.#timer = this.#clock.after(this.#stepMs, () => {
      try {
        this.#store.transaction(() => this.#step(Math.floor(this.#clock.now() / 1_000)));
      } catch (error) {
        this.#onError(error);
      }
      this.schedule();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #step(now: number): void {
    if (this.#steps % stepsPerCount === 0) this.#waiting = this.#store.count("queue", delivering);
    if (this.#steps % stepsPerTrim === stepsPerTrim - 1) this.#trimHistory();
    this.#steps += 1;
    // An attempt takes a step: what began in the last one ends now, and can be seen in transit until then.
    const begun = this.#system.inTransit();
    for (const { message } of begun) this.#attempt(message, now);
    const known = new Set(begun.map(({ message }) => message.id));
    for (const message of this.#store.due(now, maxAttemptsPerStep)) {
      if (!known.has(message.id))
        this.#system.begin(message, destinationOf(message, this.#random), { at: now });
    }
    const count = this.#random.poisson(this.#messagesPerStep);
    for (let index = 0; index < count; index++) this.#receive(now);
    if (this.#random.chance(this.#messagesPerStep * 0.2)) this.#clearQuarantine();
  }

  #attempt(message: StoredMessage, now: number): void {
    if (this.#random.chance(this.#successChance())) {
      // A last address check fails for good now and then.
      const bounces = this.#random.chance(0.04);
      const text = reply(bounces ? "bounced" : "delivered", this.#random, message.to);
      if (bounces) this.#giveUp(message, text, now);
      else if (this.#system.delivered(message, text, { at: now })) this.#waiting -= 1;
      return;
    }
    const error = reply("deferred", this.#random, message.to);
    if (message.retries + 1 >= maxRetries) {
      this.#giveUp(message, givenUp(message.retries + 1, error), now);
    } else {
      const wait = retryWait(message.retries + 1) + this.#random.integer(0, 20);
      this.#system.failed(message, error, now + wait, { at: now });
    }
  }

  /** Half of the attempts succeed at the size of the start, all at half as much again, few at half of it. */
  #successChance(): number {
    const fullness = this.#waiting / this.#waitingTarget;
    return Math.min(1, Math.max(0.05, 0.5 + (fullness - 1)));
  }

  #giveUp(message: StoredMessage, text: string, now: number): void {
    // The report about it comes in its place, unless it was a report itself.
    if (this.#system.giveUp(message, text, { at: now }) && message.from === "") this.#waiting -= 1;
  }

  #receive(now: number): void {
    const { kind, recipients } = receiveMessage(this.#random, now, this.#node);
    for (const arrival of recipients) {
      if (kind === "spam") this.#receiveSpam(arrival, now);
      else if (this.#random.chance(0.03)) this.#refuse(arrival, "DEFER", "greylisted", now);
      else {
        this.#system.accept(arrival, { at: now });
        this.#waiting += 1;
      }
    }
  }

  #receiveSpam(arrival: Arrival, now: number): void {
    const fate = this.#random.weighted([
      ["reject", 6],
      ["quarantine", 2],
      ["delete", 1],
    ]);
    if (fate === "reject") this.#refuse(arrival, "REJECT", "rejected", now);
    else if (fate === "delete") this.#refuse(arrival, "DELETE", "deleted", now);
    else this.#system.accept(arrival, { at: now }, `mailquarantine:${this.#random.chance(0.7) ? 1 : 2}`);
  }

  #refuse(
    arrival: Arrival,
    action: "REJECT" | "DELETE" | "DEFER",
    kind: "rejected" | "deleted" | "greylisted",
    now: number,
  ): void {
    this.#system.refuse(arrival, action, reply(kind, this.#random, arrival.to), { at: now });
  }

  /** Takes the oldest quarantined messages out, as many as there are too many, a few at a time. */
  #clearQuarantine(): void {
    const total = this.#store.count("queue", quarantined);
    const surplus = Math.min(total - this.#quarantineTarget, 10);
    if (surplus <= 0) return;
    const oldest = this.#store.page("queue", quarantined, { offset: total - surplus, limit: surplus });
    for (const { id } of oldest) this.#store.finish(id, "DELETE", "Quarantine lifetime ended");
  }

  #trimHistory(): void {
    if (this.#store.count("history", everything) > this.#maxHistoryRows) {
      this.#store.trimHistory(this.#maxHistoryRows);
    }
  }
}

/** The server that a message is being given to. */
function destinationOf({ to }: StoredMessage, random: Random): string {
  return `mx${random.integer(1, 3)}.${to.slice(to.lastIndexOf("@") + 1)}:25`;
}
