import type { MailSystem, Refusal } from "../mail/mail-system.ts";
import { receiveMessage, uuidNode } from "../seed/arrivals.ts";
import type { Random } from "../seed/random.ts";
import { reply } from "../seed/replies.ts";
import type { Arrival } from "../store/message.ts";
import { arrivalCurve } from "./daily-curve.ts";

/** The most messages of one step. */
const maxArrivalsPerStep = 1_000;

/** Greylisted clients that are expected back; of more, the oldest stay away. */
const maxReturning = 500;

const greylistSeconds = 300;

/** Receives mail: refuses, greylists, quarantines and queues. */
export class Reception {
  readonly #system: MailSystem;
  readonly #random: Random;
  readonly #node: string;
  readonly #onQueued: () => void;
  /** What was greylisted, and when its client tries again. */
  #returning: { readonly at: number; readonly arrival: Arrival }[] = [];

  constructor(system: MailSystem, random: Random, nodeName: string, onQueued: () => void) {
    this.#system = system;
    this.#random = random;
    this.#node = uuidNode(nodeName);
    this.#onQueued = onQueued;
  }

  /** @param mean messages that are to be expected in this step, before the time of the day is looked at */
  step(now: number, mean: number): void {
    for (const arrival of this.#comingBack(now)) this.#accept({ ...arrival, receivedAt: now }, now);
    const count = Math.min(maxArrivalsPerStep, this.#random.poisson(mean * arrivalCurve(now)));
    for (let index = 0; index < count; index++) this.#receive(now);
  }

  #receive(now: number): void {
    const { kind, recipients } = receiveMessage(this.#random, now, this.#node);
    // A client is greylisted before it says what it has; one of ours never is.
    const isGreylisted = recipients[0]?.listener === "mailserver:1" && this.#random.chance(0.05);
    for (const arrival of recipients) {
      if (isGreylisted) this.#greylist(arrival, kind, now);
      else if (kind === "spam") this.#receiveSpam(arrival, now);
      else this.#accept(arrival, now);
    }
  }

  #greylist(arrival: Arrival, kind: "ham" | "spam", now: number): void {
    this.#refuse(arrival, "DEFER", "greylisted", now);
    // Programs that send spam seldom try again.
    if (kind === "spam") return;
    const wait = greylistSeconds + this.#random.integer(10, 600);
    this.#returning.push({ at: now + wait, arrival });
    if (this.#returning.length > maxReturning) this.#returning.shift();
  }

  #comingBack(now: number): Arrival[] {
    const due = this.#returning.filter(({ at }) => at <= now);
    if (due.length > 0) this.#returning = this.#returning.filter(({ at }) => at > now);
    // It is the same mail in another transaction.
    return due.map(({ arrival }) => ({ ...arrival, messageId: this.#nextId(now, arrival) }));
  }

  #nextId(now: number, { messageId, actionId }: Arrival): string {
    // The recipients of one message have one id, so it is made of the old one and not drawn.
    const serial = ((Number.parseInt(messageId.slice(0, 8), 16) ^ now) >>> 0).toString(16).padStart(8, "0");
    return actionId > 0 ? `${serial}${messageId.slice(8)}` : messageId;
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

  #accept(arrival: Arrival, now: number): void {
    this.#system.accept(arrival, { at: now });
    this.#onQueued();
  }

  #refuse(arrival: Arrival, action: Refusal, kind: "rejected" | "deleted" | "greylisted", now: number): void {
    this.#system.refuse(arrival, action, reply(kind, this.#random, arrival.to), { at: now });
  }
}
