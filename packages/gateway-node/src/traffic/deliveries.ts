import { condition } from "@mailmux/gateway-api";
import type { MailSystem } from "../mail/mail-system.ts";
import type { Random } from "../seed/random.ts";
import { givenUp, reply } from "../seed/replies.ts";
import { maxRetries, retryWait } from "../seed/retry-schedule.ts";
import type { StoredMessage } from "../store/message.ts";
import type { Destinations } from "./destinations.ts";

/** The most delivery attempts of one step, so that a node started after a long pause does not stall. */
const maxAttemptsPerStep = 200;

/** Steps between two countings of the queue. */
const stepsPerCount = 5;

const delivering = condition("action", "=", "DELIVER");

/**
 * Delivers what is due. The queue stays near the size it has at the start, over any time: the fuller it is, the
 * likelier an attempt succeeds, and when it is much too full, no destination is in trouble.
 */
export class Deliveries {
  readonly #system: MailSystem;
  readonly #random: Random;
  readonly #destinations: Destinations;
  /** Rows that wait for delivery: at the start, and now. */
  readonly #target: number;
  #waiting: number;
  #steps = 0;

  constructor(system: MailSystem, random: Random, destinations: Destinations) {
    this.#system = system;
    this.#random = random;
    this.#destinations = destinations;
    this.#waiting = system.store.count("queue", delivering);
    // An empty queue stays small, and is not kept at nothing.
    this.#target = Math.max(5, this.#waiting);
  }

  /** Ends the attempts that the last step began, and begins those that are due: an attempt takes a step. */
  step(now: number): void {
    if (this.#steps % stepsPerCount === 0) this.#waiting = this.#system.store.count("queue", delivering);
    this.#steps += 1;
    const begun = this.#system.inTransit();
    for (const { message } of begun) this.#end(message, now);
    const known = new Set(begun.map(({ message }) => message.id));
    for (const message of this.#system.store.due(now, maxAttemptsPerStep)) {
      if (known.has(message.id)) continue;
      this.#system.begin(message, `${this.#destinations.server(message).host}:25`, { at: now });
    }
  }

  /** A message came into the queue. */
  noteQueued(): void {
    this.#waiting += 1;
  }

  #end(message: StoredMessage, now: number): void {
    const fullness = this.#waiting / this.#target;
    const refused = this.#destinations.refuses(message, now);
    if (refused?.kind === "permanent") this.#giveUp(message, refused.text, now);
    else if (refused !== undefined && fullness < 1.3) this.#fail(message, refused.text, now);
    else if (!this.#random.chance(successChance(fullness))) {
      this.#fail(message, this.#destinations.trouble(message, now).text, now);
    } else if (this.#random.chance(0.02)) {
      this.#giveUp(message, reply("bounced", this.#random, message.to), now);
    } else if (this.#system.delivered(message, reply("delivered", this.#random, message.to), { at: now })) {
      this.#waiting -= 1;
    }
  }

  #fail(message: StoredMessage, error: string, now: number): void {
    const attempt = message.retries + 1;
    if (attempt >= maxRetries) {
      this.#giveUp(message, givenUp(attempt, error), now);
      return;
    }
    // Spread a little, so that what failed in one second is not due in one second.
    const wait = retryWait(attempt) + this.#random.integer(0, 20);
    this.#system.failed(message, error, now + wait, { at: now });
  }

  #giveUp(message: StoredMessage, text: string, now: number): void {
    // The report about it comes in its place, unless it was a report itself.
    if (this.#system.giveUp(message, text, { at: now }) && message.from === "") this.#waiting -= 1;
  }
}

/** Half of the attempts at the size of the start, all at half as much again, few at half of it. */
function successChance(fullness: number): number {
  return Math.min(1, Math.max(0.05, 0.5 + (fullness - 1)));
}
