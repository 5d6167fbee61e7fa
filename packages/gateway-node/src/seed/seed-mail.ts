import type { HistoryState, MailStore } from "../store/mail-store.ts";
import type { Arrival, MessageAction } from "../store/message.ts";
import { receiveMessage } from "./arrivals.ts";
import { Random } from "./random.ts";
import { reply } from "./replies.ts";
import { attemptsAtAge, maxRetries } from "./retry-schedule.ts";

/** Options of {@link seedMail}. */
export interface SeedOptions {
  /** The same seed, name, count and time give the same mail. */
  readonly seed: number;
  /** Rows of the queue, about a quarter of them quarantined. The history gets three times as many. */
  readonly messages: number;
  /** Unix seconds UTC; no message is newer. */
  readonly now: number;
  readonly nodeName: string;
}

/** History rows for each row of the queue. */
const historyFactor = 3;

/** Where queue ids begin. */
const firstQueueId = 10_001n;

const hour = 3_600;
const day = 24 * hour;

/** Fills an empty store with mail, in one transaction. */
export function seedMail(store: MailStore, options: SeedOptions): void {
  const random = new Random(`${options.seed}/${options.nodeName}`);
  store.transaction(() => {
    const history = historyRows(random, options);
    const queued = BigInt(history.filter(({ state }) => state.queueId !== undefined).length);
    for (const { arrival, state } of history) store.record(arrival, state);
    seedQueue(store, random, options, firstQueueId + queued);
  });
}

function seedQueue(store: MailStore, random: Random, options: SeedOptions, firstId: bigint): void {
  let id = firstId;
  const quarantined = Math.round(options.messages / 4);
  const waiting = options.messages - quarantined;
  const rows = [
    ...arrivals(random, options, waiting, () => Math.min(random.exponential(6 * hour), 27 * hour)).map(
      (arrival) => ({ arrival, quarantine: "" }),
    ),
    ...arrivals(random, options, quarantined, () => random.next() * 30 * day).map((arrival) => ({
      arrival,
      quarantine: `mailquarantine:${random.chance(0.7) ? 1 : 2}`,
    })),
  ].sort((a, b) => a.arrival.receivedAt - b.arrival.receivedAt);
  for (const { arrival, quarantine } of rows) {
    store.enqueue(arrival, {
      id: id++,
      ...(quarantine === "" ? waitingState(random, options, arrival) : { quarantine }),
    });
  }
}

/** Where the delivery of a message that could not be delivered at once stands by now. */
function waitingState(random: Random, { now }: SeedOptions, { receivedAt, to }: Arrival) {
  const age = now - receivedAt;
  // The youngest have not been tried yet.
  if (age < 20) return { retryAt: now };
  const { retries, nextAtAge } = attemptsAtAge(age);
  return {
    retries: Math.min(retries, maxRetries - 1),
    // Spread a little, so that not all of one age come due in one second.
    retryAt: receivedAt + nextAtAge + random.integer(0, 20),
    error: reply("deferred", random, to),
  };
}

function historyRows(random: Random, options: SeedOptions): { arrival: Arrival; state: HistoryState }[] {
  let id = firstQueueId;
  return arrivals(random, options, options.messages * historyFactor, () => random.next() ** 1.5 * 14 * day)
    .sort((a, b) => a.receivedAt - b.receivedAt)
    .map((arrival) => {
      const action = random.weighted<MessageAction>([
        ["DELIVER", 68],
        ["REJECT", 14],
        ["QUARANTINE", 6],
        ["DELETE", 4],
        ["DEFER", 4],
        ["BOUNCE", 3],
        ["ERROR", 1],
      ]);
      const description = descriptionOf(action, random, arrival.to);
      const wasQueued = action === "DELIVER" || action === "BOUNCE" || action === "QUARANTINE";
      return { arrival, state: { action, description, ...(wasQueued && { queueId: id++ }) } };
    });
}

function descriptionOf(action: MessageAction, random: Random, to: string): string {
  switch (action) {
    case "DELIVER":
      return reply("delivered", random, to);
    case "REJECT":
      return reply("rejected", random, to);
    case "DEFER":
      return reply("greylisted", random, to);
    case "BOUNCE":
      return reply("bounced", random, to);
    case "DELETE":
      return reply("deleted", random, to);
    case "ERROR":
      return reply("failed", random, to);
    case "QUARANTINE":
      return "Quarantined by rule: probable spam";
  }
}

/** Exactly this many recipients' worth of messages, aged as `age` (seconds) says. */
function arrivals(random: Random, options: SeedOptions, count: number, age: () => number): Arrival[] {
  const rows: Arrival[] = [];
  while (rows.length < count) {
    const receivedAt = Math.floor(options.now - age());
    rows.push(
      ...receiveMessage(random, receivedAt, options.nodeName).recipients.slice(0, count - rows.length),
    );
  }
  return rows;
}
