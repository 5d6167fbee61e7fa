import type { Filter, MessageSource } from "@mailmux/gateway-api";
import type { Clock } from "../clock.ts";
import { fault } from "../service/fault.ts";
import type { HandlersOf, Input, Output } from "../service/handlers.ts";
import type { QueueChanges, RawMessages } from "../store/mail-store.ts";
import { toWireMessage } from "../store/message.ts";
import type { Act, MailSystem } from "./mail-system.ts";
import { queueIds, readFilter, withinLimits } from "./selection.ts";

/** What the operations on mail work on. */
export interface MailContext {
  readonly system: MailSystem;
  readonly messages: RawMessages;
  readonly clock: Clock;
  /** How far the local clock is ahead of UTC. */
  readonly localOffsetSeconds: number;
}

/** The operations on queue and history. */
export type MailOperations = HandlersOf<
  | "mailQueue"
  | "mailHistory"
  | "mailQueueRetry"
  | "mailQueueDelete"
  | "mailQueueBounce"
  | "mailQueueRetryBulk"
  | "mailQueueDeleteBulk"
  | "mailQueueBounceBulk"
  | "mailQueueUpdateBulk"
  | "mailQueueDownload"
  | "mailQueueInTransit"
>;

const defaultLimit = 100;
const maxLimit = 100_000;

/** The most bytes of one piece of a download. */
const maxPieceBytes = 16 * 1024 * 1024;

/** Times beyond this are no times: the year 9999. */
const latestTime = 253_402_300_799;

/** Makes them. */
export function createMailOperations(context: MailContext): MailOperations {
  const { system, messages, clock, localOffsetSeconds } = context;
  const { store } = system;
  const now = (): number => Math.floor(clock.now() / 1_000);
  const actOf = ({ user }: { readonly user: { readonly user: string } }): Act => ({
    at: now(),
    by: user.user,
  });

  const list = (source: MessageSource, call: Input<"mailQueue">): Output<"mailQueue"> => {
    const filter = readFilter(call.filter);
    const range = {
      offset: Math.max(0, call.offset ?? 0),
      limit: Math.min(maxLimit, Math.max(0, call.limit ?? defaultLimit)),
    };
    return withinLimits(() => {
      const item = store
        .page(source, filter, range)
        .map((message) => toWireMessage(message, source, localOffsetSeconds));
      if (call.options?.totalhits !== true) return { result: { item } };
      return { result: { item }, totalhits: store.count(source, filter) };
    });
  };

  /** Acts on all that match, and says how many did. */
  const onFilter = (text: string, act: (filter: Filter) => number): { result: number } => {
    const filter = readFilter(text);
    return { result: withinLimits(() => act(filter)) };
  };

  /** Acts on ids; those that are gone are passed over, but not all of them. */
  const onIds = (text: string, act: (filter: Filter) => number): void => {
    if (act(queueIds(text)) === 0) throw fault("queueid not found");
  };

  const retryTime = (call: Input<"mailQueueRetryBulk">): number | undefined => {
    if (call.retryts !== undefined && call.retrydelay !== undefined) {
      throw fault("retryts and retrydelay cannot be given together");
    }
    const time = call.retrydelay === undefined ? call.retryts : now() + Number(call.retrydelay);
    if (time === undefined) return undefined;
    if (Number(time) >= 0 && Number(time) <= latestTime) return Number(time);
    throw fault("the time of the retry is out of range");
  };

  return {
    mailQueue: (call) => list("queue", call),
    mailHistory: (call) => list("history", call),
    mailQueueRetry: ({ id, duplicate = false }, caller) =>
      onIds(id, (filter) => system.retry(filter, { duplicate }, actOf(caller))),
    mailQueueDelete: ({ id }, caller) => onIds(id, (filter) => system.remove(filter, actOf(caller))),
    mailQueueBounce: ({ id }, caller) => onIds(id, (filter) => system.bounce(filter, actOf(caller))),
    mailQueueRetryBulk(call, caller) {
      const retryAt = retryTime(call);
      const options = { duplicate: call.duplicate ?? false, ...(retryAt === undefined ? {} : { retryAt }) };
      return onFilter(call.filter, (filter) => system.retry(filter, options, actOf(caller)));
    },
    mailQueueDeleteBulk: (call, caller) =>
      onFilter(call.filter, (filter) => system.remove(filter, actOf(caller))),
    mailQueueBounceBulk: (call, caller) =>
      onFilter(call.filter, (filter) => system.bounce(filter, actOf(caller))),
    mailQueueUpdateBulk(call) {
      const changes = changesOf(call.fields.item);
      const options = { duplicate: call.duplicate ?? false };
      return onFilter(call.filter, (filter) => system.update(filter, changes, options));
    },
    async mailQueueDownload({ id, offset, size, original }) {
      const row = /^\d{1,19}$/.test(id) ? store.find(BigInt(id)) : undefined;
      if (row === undefined) throw fault("queueid not found");
      const message = await messages.get(row);
      const bytes = original
        ? message.original
        : Buffer.concat([Buffer.from(message.delta), message.original]);
      return { data: piece(bytes, offset, size).toString("base64") };
    },
    mailQueueInTransit: () => ({
      result: {
        item: system.inTransit().map(({ message, destination, startedAt }) => ({
          id: message.id,
          msgid: message.messageId,
          msgfrom: message.from,
          msgto: message.to,
          transport: message.transport,
          destination,
          started: startedAt,
        })),
      },
    }),
  };
}

/** Bytes from `offset`; none beyond the end. @throws a fault for numbers below 0 */
export function piece(bytes: Uint8Array, offset: number | bigint, size: number | bigint): Buffer {
  const [from, count] = [Number(offset), Number(size)];
  if (from < 0 || count < 0) throw fault("offset and size must not be below 0");
  const end = Math.min(bytes.length, from + Math.min(count, maxPieceBytes));
  return Buffer.from(bytes.subarray(Math.min(from, bytes.length), end));
}

/** The fields that can be changed. */
function changesOf(fields: readonly { readonly first: string; readonly second: string }[]): QueueChanges {
  if (fields.length === 0) throw fault("no field is given");
  const changes: { quarantine?: string; transport?: string } = {};
  for (const { first: name, second: value } of fields) {
    if (name !== "quarantine" && name !== "transport") {
      throw fault(`the field "${name.slice(0, 40)}" cannot be changed; quarantine and transport can`);
    }
    if (!/^[\w.:/-]{1,128}$/.test(value)) throw fault(`the value of ${name} is none, as in mail${name}:1`);
    changes[name] = value;
  }
  return changes;
}
