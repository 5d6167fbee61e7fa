import {
  all,
  comparable,
  condition,
  escapeLike,
  type Filter,
  FilterError,
  type FilterRecord,
} from "../filter/index.ts";
import { ReportError } from "./errors.ts";

/** What the rows of a table are. */
export type QshapeBy = "recipientDomain" | "recipient" | "senderDomain" | "sender";

export interface QshapeOptions {
  /** The time that ages are reckoned to. */
  readonly now: Date;
  /** Default `recipientDomain`. */
  readonly by?: QshapeBy;
  /** Where buckets end, in minutes, rising: whole numbers from 1. Default {@link qshapeBuckets}. */
  readonly buckets?: readonly number[];
  /** Rows of the table, 1 to 10,000. The rest is added up in `others`. Default 1,000. */
  readonly rows?: number;
  /** Which messages the records are, for the searches of the rows. Default: those that wait for delivery. */
  readonly filter?: Filter;
}

/** The classic buckets: each ends at twice the age of the one before, in minutes; the last has no end. */
export const qshapeBuckets: readonly number[] = Object.freeze([5, 10, 20, 40, 80, 160, 320, 640, 1280]);

/** Domains or addresses that are told apart while counting. Those that come later are counted in `others`. */
const maxNames = 100_000;

const maxRows = 10_000;

/** How many messages, and how old they are. */
export interface QshapeCounts {
  readonly total: number;
  /** One per bucket, and a last one for what is older than all of them. */
  readonly counts: readonly number[];
}

export interface QshapeRow extends QshapeCounts {
  /** The domain or the address, in lower case; "" for bounces, which have no sender. */
  readonly name: string;
  /** What lists the messages of the row; absent where the name cannot be written in a filter. */
  readonly filter?: Filter;
  /** What lists the messages of one bucket of it, by index. */
  readonly bucketFilters?: readonly Filter[];
}

/** Ages of messages by domain or address, the most messages first and then by name. */
export interface QshapeTable {
  readonly by: QshapeBy;
  /** Where the buckets end, in minutes. */
  readonly buckets: readonly number[];
  readonly all: QshapeCounts;
  readonly rows: readonly QshapeRow[];
  /** What the rows do not show; nothing more of them is known. */
  readonly others: QshapeCounts;
  /** Records without a time of reception. They are in no count. */
  readonly undated: number;
}

/** Counts records as they come, page by page and node by node. */
export interface Qshape {
  /** Adds records of the operation `mailQueue`. */
  add(records: Iterable<FilterRecord>): void;
  /** The table so far. */
  table(): QshapeTable;
}

interface Tally {
  total: number;
  readonly counts: number[];
}

/**
 * Starts a table of how old messages are. A message belongs to the first bucket whose end is above its age; one from
 * the future (a clock is wrong) to the first. Letters of either case are one, as in searches.
 * @throws ReportError `bad_value` for a time, buckets or rows that are none
 */
export function createQshape(options: QshapeOptions): Qshape {
  const { by = "recipientDomain", buckets = qshapeBuckets, rows = 1_000 } = options;
  const { now, filter = condition("action", "=", "DELIVER") } = options;
  const seconds = Math.floor(now.getTime() / 1000);
  if (!Number.isFinite(seconds)) throw new ReportError("bad_value", "now is no time.");
  if (!Number.isInteger(rows) || rows < 1 || rows > maxRows)
    throw new ReportError("bad_value", `rows must be a whole number from 1 to ${maxRows}.`);
  const rising = buckets.every((end, index) => Number.isInteger(end) && end > (buckets[index - 1] ?? 0));
  if (!rising || buckets.length > 100) {
    throw new ReportError("bad_value", "buckets must be at most 100 whole numbers from 1, rising.");
  }
  const empty = (): Tally => ({ total: 0, counts: Array.from({ length: buckets.length + 1 }, () => 0) });
  const everything = empty();
  const rest = empty();
  const names = new Map<string, Tally>();
  let undated = 0;

  const tallyOf = (name: string): Tally => {
    const known = names.get(name);
    if (known !== undefined) return known;
    if (names.size >= maxNames) return rest;
    const fresh = empty();
    names.set(name, fresh);
    return fresh;
  };
  const row = ([key, tally]: readonly [string, Tally]): QshapeRow => ({
    name: nameOf(key, by),
    ...copy(tally),
    ...filters(key, by, filter, buckets, seconds),
  });

  return {
    add(records) {
      for (const record of records) {
        const received = Number(record.msgts0 ?? Number.NaN);
        if (Number.isNaN(received)) {
          undated += 1;
          continue;
        }
        const age = seconds - received;
        const found = buckets.findIndex((end) => age < end * 60);
        const bucket = found < 0 ? buckets.length : found;
        increase(everything, bucket);
        increase(tallyOf(keyOf(record, by)), bucket);
      }
    },
    table() {
      const sorted = [...names].sort(
        ([name, { total }], [otherName, other]) => other.total - total || (name < otherName ? -1 : 1),
      );
      const others = empty();
      for (const tally of [rest, ...sorted.slice(rows).map(([, each]) => each)]) {
        others.total += tally.total;
        for (const [index, count] of tally.counts.entries())
          others.counts[index] = (others.counts[index] ?? 0) + count;
      }
      return {
        by,
        buckets: [...buckets],
        all: copy(everything),
        rows: sorted.slice(0, rows).map(row),
        others,
        undated,
      };
    },
  };
}

/** The table of records that are all at hand. @throws ReportError as {@link createQshape} */
export function qshape(records: Iterable<FilterRecord>, options: QshapeOptions): QshapeTable {
  const shape = createQshape(options);
  shape.add(records);
  return shape.table();
}

function increase(tally: Tally, bucket: number): void {
  tally.total += 1;
  tally.counts[bucket] = (tally.counts[bucket] ?? 0) + 1;
}

function copy({ total, counts }: Tally): QshapeCounts {
  return { total, counts: [...counts] };
}

function isDomain(by: QshapeBy): boolean {
  return by === "recipientDomain" || by === "senderDomain";
}

function isSender(by: QshapeBy): boolean {
  return by === "sender" || by === "senderDomain";
}

/** What is counted as one: `@domain`, or the whole address; also where an address has no domain. */
function keyOf(record: FilterRecord, by: QshapeBy): string {
  const address = comparable((isSender(by) ? record.msgfrom : record.msgto) ?? "", "unicode");
  const at = isDomain(by) ? address.lastIndexOf("@") : -1;
  return at < 0 ? address : address.slice(at);
}

function nameOf(key: string, by: QshapeBy): string {
  return isDomain(by) && key.startsWith("@") ? key.slice(1) : key;
}

function filters(
  key: string,
  by: QshapeBy,
  base: Filter,
  buckets: readonly number[],
  now: number,
): Pick<QshapeRow, "filter" | "bucketFilters"> {
  const field = isSender(by) ? "from" : "to";
  try {
    const own =
      isDomain(by) && key.startsWith("@")
        ? condition(field, "~", `%${escapeLike(key)}`)
        : condition(field, "=", key);
    const filter = all(base, own);
    const ages = Array.from({ length: buckets.length + 1 }, (_, bucket) =>
      all(filter, ageFilter(buckets[bucket - 1], buckets[bucket], now)),
    );
    return { filter, bucketFilters: ages };
  } catch (error) {
    if (error instanceof FilterError) return {};
    throw error;
  }
}

/** Ages from one end to the next in minutes, without `>=` and `<=`, which older nodes do not know. */
function ageFilter(from: number | undefined, to: number | undefined, now: number): Filter {
  return all(
    ...(to === undefined ? [] : [condition("time", ">", now - to * 60)]),
    ...(from === undefined ? [] : [condition("time", "<", now - from * 60 + 1)]),
  );
}
