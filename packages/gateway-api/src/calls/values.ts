import { GatewayApiError } from "../errors.ts";
import { type Pair, type PairList } from "../generated/service.gen.ts";

type Given<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The members that have a value: an absent element says something else than an empty one. */
export function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

/**
 * A whole number of the wire, which has 64 bits, as a `number`.
 * @throws GatewayApiError `bad_answer` beyond 2^53, where a number would be another one
 */
export function toNumber(value: number | bigint, what: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new GatewayApiError("bad_answer", `${what} is ${value}, which is past what a number holds`);
}

/** The number of what was changed. Nodes before 3.4-r2 do not tell. */
export function toCount({ result }: { readonly result?: number | bigint }): number | undefined {
  return result === undefined ? undefined : toNumber(result, "the number of what was affected");
}

/** A whole number to be sent. @throws GatewayApiError `invalid_argument` */
export function wholeNumber(value: number, what: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new GatewayApiError("invalid_argument", `${what} must be a whole number from 0`);
}

/** The same for one that may be left out. */
export function optionalNumber(value: number | undefined, what: string): number | undefined {
  return value === undefined ? undefined : wholeNumber(value, what);
}

/** Names with their values: an object, or pairs where the order or a name that stands twice matters. */
export type Pairs = Readonly<Record<string, string>> | readonly Readonly<Pair>[];

export function toPairs(pairs: Pairs): PairList {
  const list: readonly Readonly<Pair>[] = isList(pairs)
    ? pairs
    : Object.entries(pairs).map(([first, second]) => ({ first, second }));
  return { item: list.map(({ first, second }) => ({ first, second })) };
}

function isList(pairs: Pairs): pairs is readonly Readonly<Pair>[] {
  return Array.isArray(pairs);
}

export function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

/**
 * Text that somebody will send back: bytes that are not UTF-8 are an error, not replaced.
 * @throws GatewayApiError `bad_answer`
 */
export function toExactText(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new GatewayApiError("bad_answer", `${what} is not UTF-8`, { cause });
  }
}
