import { condition } from "@mailmux/gateway-api";
import type { MailSystem } from "../mail/mail-system.ts";
import type { Random } from "../seed/random.ts";

/** Rows that leave the quarantine in one step. */
const maxPerStep = 10;

/** Of how many messages that leave the quarantine one is released. */
const perRelease = 8;

const quarantined = condition("action", "=", "QUARANTINE");

/** Takes mail out of the quarantine, so that it stays near the size it has at the start. */
export class QuarantineKeeping {
  readonly #system: MailSystem;
  readonly #random: Random;
  readonly #target: number;

  constructor(system: MailSystem, random: Random) {
    this.#system = system;
    this.#random = random;
    this.#target = Math.max(2, system.store.count("queue", quarantined));
  }

  /** Deletes the oldest, whose lifetime is said to have ended, and releases some that people wanted. */
  step(now: number): void {
    const { store } = this.#system;
    const total = store.count("queue", quarantined);
    const surplus = Math.min(total - this.#target, maxPerStep);
    if (surplus <= 0) return;
    if (this.#random.chance(surplus / perRelease)) this.#release(now, total);
    const oldest = store.page("queue", quarantined, { offset: total - surplus, limit: surplus });
    store.transaction(() => {
      for (const message of oldest) this.#system.expired(message, { at: now });
    });
  }

  /** People look for what came lately. */
  #release(now: number, total: number): void {
    const offset = this.#random.integer(0, Math.min(total - 1, 20));
    const [message] = this.#system.store.page("queue", quarantined, { offset, limit: 1 });
    if (message === undefined) return;
    this.#system.retry(condition("queueid", "=", message.id), {}, { at: now, by: message.to });
  }
}
