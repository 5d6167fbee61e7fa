import type { MailStore } from "../store/mail-store.ts";
import type { Arrival, MessageAction } from "../store/message.ts";
import { receiveMessage, uuidNode } from "./arrivals.ts";
import { Random } from "./random.ts";
import { reply } from "./replies.ts";
import { attemptsAtAge, maxRetries } from "./retry-schedule.ts";

/** Options of {@link seedMail}. */
export interface SeedOptions {
  /** The same seed, name, count and time give the same mail. */
  readonly seed: number;
  /** Rows of the queue, about a quarter of them quarantined. */
  readonly messages: number;
  /** Rows of the history. Default: three for each row of the queue. */
  readonly historyRows?: number;
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

/** Fills an empty store with mail, in one transaction. Rows are made as they are written: a million is nothing to keep. */
export function seedMail(store: MailStore, options: SeedOptions): void {
  const random = new Random(`${options.seed}/${options.nodeName}`);
  store.load(() => seedQueue(store, random, options, seedHistory(store, random, options)));
}

/** Returns the first queue id that the history has not used up. */
function seedHistory(store: MailStore, random: Random, options: SeedOptions): bigint {
  let id = firstQueueId;
  const rows = options.historyRows ?? options.messages * historyFactor;
  const ages = sortedAges(rows, () => random.next() ** 1.5 * 14 * day);
  for (const arrival of arrivals(random, options, ages)) {
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
    store.record(arrival, { action, description, ...(wasQueued && { queueId: id++ }) });
  }
  return id;
}

function seedQueue(store: MailStore, random: Random, options: SeedOptions, firstId: bigint): void {
  let id = firstId;
  const quarantined = Math.round(options.messages / 4);
  // Ids rise with time as if all came through the one queue, so both kinds are drawn first and written in order.
  const waiting = sortedAges(options.messages - quarantined, () =>
    Math.min(random.exponential(6 * hour), 27 * hour),
  );
  const held = sortedAges(quarantined, () => random.next() * 30 * day);
  const queue = arrivals(random, options, waiting);
  const quarantine = arrivals(random, options, held);
  let [one, other] = [queue.next().value, quarantine.next().value];
  while (one !== undefined || other !== undefined) {
    if (one !== undefined && (other === undefined || one.receivedAt < other.receivedAt)) {
      store.enqueue(one, { id: id++, ...waitingState(random, options, one) });
      one = queue.next().value;
    } else if (other !== undefined) {
      store.enqueue(other, { id: id++, quarantine: `mailquarantine:${random.chance(0.7) ? 1 : 2}` });
      other = quarantine.next().value;
    }
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

/** Ages in seconds, the oldest first. */
function sortedAges(count: number, age: () => number): Float64Array {
  return Float64Array.from({ length: count }, age).sort().reverse();
}

/** One recipient's worth of mail for each age; the recipients of one message take the age of the first. */
function* arrivals(random: Random, options: SeedOptions, ages: Float64Array): Generator<Arrival, undefined> {
  const node = uuidNode(options.nodeName);
  for (let index = 0; index < ages.length;) {
    const receivedAt = Math.floor(options.now - (ages[index] ?? 0));
    const { recipients } = receiveMessage(random, receivedAt, node);
    yield* recipients.slice(0, ages.length - index);
    index += recipients.length;
  }
  return undefined;
}
