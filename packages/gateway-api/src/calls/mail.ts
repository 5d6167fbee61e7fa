import { GatewayApiError } from "../errors.ts";
import { type MailQueue, type MailQueueResponse } from "../generated/service.gen.ts";
import { type GatewayMessage, toGatewayMessage } from "../messages/message.ts";
import {
  changeFilterText,
  type EverythingOption,
  type FilterArgument,
  filterText,
} from "./filter-argument.ts";
import { done, nothingToSay, plain } from "./operation.ts";
import { idList, type QueueIds } from "./queue-ids.ts";
import { given, optionalNumber, type Pairs, toCount, toNumber, toPairs, wholeNumber } from "./values.ts";

/** Which rows of the queue or the history of one node. */
export interface MailQuery {
  readonly filter: FilterArgument;
  /** Rows to skip, from the newest. Default 0. */
  readonly offset?: number | undefined;
  /** The most rows to return. Default 100, at most 100,000. */
  readonly limit?: number | undefined;
  /** Asks for the number of all matches. Default false. */
  readonly withTotal?: boolean | undefined;
}

/** Rows of the queue or the history of one node. */
export interface MailRows {
  /** Newest first. */
  readonly messages: readonly GatewayMessage[];
  /** All matches, whatever offset and limit; only where it was asked for. */
  readonly total?: number;
}

/** A delivery attempt in progress. */
export interface DeliveryAttempt {
  /** Queue id. */
  readonly id: string;
  readonly messageId: string;
  /** Envelope sender; empty for bounces. */
  readonly from: string;
  readonly to: string;
  readonly transport: string;
  /** Host and port that the message is being sent to. */
  readonly destination: string;
  /** When the attempt began, Unix seconds. */
  readonly startedAt: number;
}

export interface DuplicateOption {
  /** Works on a copy and keeps the original. Default false. */
  readonly duplicate?: boolean | undefined;
}

export interface RetryBulkOptions extends DuplicateOption, EverythingOption {
  /** When to try, Unix seconds. Nodes since 4.8. */
  readonly retryAt?: number | undefined;
  /** When to try, seconds from now. Nodes since 4.8. */
  readonly retryDelaySeconds?: number | undefined;
}

/** Which piece of a message. */
export interface DownloadOptions {
  /** First byte. Default 0. */
  readonly offset?: number | undefined;
  /** Bytes to read. Default 10,000. */
  readonly sizeBytes?: number | undefined;
  /** True: as it was received. Default: with the changes that the gateway made. */
  readonly original?: boolean | undefined;
}

/** Queue, quarantine and history. */
export const mailOperations = {
  mailQueue: plain("mailQueue", toMailInput, toRows),
  mailHistory: plain("mailHistory", toMailInput, toRows),
  mailQueueRetry: plain(
    "mailQueueRetry",
    (ids: QueueIds, { duplicate }: DuplicateOption = {}) => ({ id: idList(ids), ...given({ duplicate }) }),
    done,
  ),
  mailQueueDelete: plain("mailQueueDelete", (ids: QueueIds) => ({ id: idList(ids) }), done),
  mailQueueBounce: plain("mailQueueBounce", (ids: QueueIds) => ({ id: idList(ids) }), done),
  mailQueueRetryBulk: plain(
    "mailQueueRetryBulk",
    (filter: FilterArgument, options: RetryBulkOptions = {}) => ({
      filter: changeFilterText(filter, options),
      ...given({
        duplicate: options.duplicate,
        retryts: optionalNumber(options.retryAt, "the time of the next attempt"),
        retrydelay: optionalNumber(options.retryDelaySeconds, "the delay of the next attempt"),
      }),
    }),
    toCount,
  ),
  mailQueueDeleteBulk: plain("mailQueueDeleteBulk", toBulkInput, toCount),
  mailQueueBounceBulk: plain("mailQueueBounceBulk", toBulkInput, toCount),
  mailQueueUpdateBulk: plain(
    "mailQueueUpdateBulk",
    (filter: FilterArgument, fields: Pairs, options: DuplicateOption & EverythingOption = {}) => ({
      filter: changeFilterText(filter, options),
      fields: toPairs(fields),
      ...given({ duplicate: options.duplicate }),
    }),
    toCount,
  ),
  mailQueueDownload: plain(
    "mailQueueDownload",
    (id: string, { offset = 0, sizeBytes = 10_000, original = false }: DownloadOptions = {}) => ({
      id: idList(id),
      offset: wholeNumber(offset, "the offset"),
      size: wholeNumber(sizeBytes, "the size"),
      original,
    }),
    ({ data }) => fromBase64(data),
  ),
  mailQueueInTransit: plain("mailQueueInTransit", nothingToSay, ({ result }): readonly DeliveryAttempt[] =>
    result.item.map(({ id, msgid, msgfrom, msgto, transport, destination, started }) => ({
      id: String(id),
      messageId: msgid,
      from: msgfrom,
      to: msgto,
      transport,
      destination,
      startedAt: toNumber(started, "the time of an attempt"),
    })),
  ),
};

function toMailInput({ filter, offset, limit, withTotal }: MailQuery): MailQueue {
  return {
    filter: filterText(filter),
    ...given({
      offset: optionalNumber(offset, "the offset"),
      limit: optionalNumber(limit, "the limit"),
      options: withTotal === true ? { totalhits: true } : undefined,
    }),
  };
}

function toRows({ result, totalhits }: MailQueueResponse): MailRows {
  return {
    messages: result.item.map(toGatewayMessage),
    ...given({ total: totalhits === undefined ? undefined : toNumber(totalhits, "the number of matches") }),
  };
}

function toBulkInput(filter: FilterArgument, options: EverythingOption = {}): { filter: string } {
  return { filter: changeFilterText(filter, options) };
}

/** Base64 in a text field: unlike the type of XML Schema, nobody has checked it yet. Line breaks are put up with. */
function fromBase64(text: string): Uint8Array {
  const digits = text.replace(/[ \t\r\n]+/g, "");
  if (digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    return new Uint8Array(Buffer.from(digits, "base64"));
  }
  throw new GatewayApiError("bad_answer", "a piece of the message is not base64");
}
