/** A `{first, second}` pair of the API. */
export interface RecordPair {
  readonly first: string;
  readonly second: string;
}

/** A list as it arrives (`{item: [...]}`, nothing in it when empty) or as a plain array. */
export type RecordPairs = readonly RecordPair[] | { readonly item?: readonly RecordPair[] | undefined };

/**
 * The part of a message record that filters look at, in the API's own names. Absent text counts as empty; an
 * absent number never matches. Ids are compared exactly, whichever of the three forms they come in.
 */
export interface FilterRecord {
  readonly id?: bigint | number | string | undefined;
  readonly msgid?: string | undefined;
  readonly msgactionid?: bigint | number | undefined;
  readonly msgts0?: bigint | number | undefined;
  readonly msgaction?: string | undefined;
  readonly msgfrom?: string | undefined;
  readonly msgto?: string | undefined;
  readonly msgsubject?: Uint8Array | string | undefined;
  readonly msgfromserver?: string | undefined;
  readonly msghelo?: string | undefined;
  readonly msgsasl?: string | undefined;
  readonly msgsize?: bigint | number | undefined;
  readonly msglistener?: string | undefined;
  readonly msgtransport?: string | undefined;
  readonly msgquarantine?: string | undefined;
  readonly msgretries?: bigint | number | undefined;
  readonly msgqueueid?: bigint | number | string | undefined;
  readonly msgscore?: RecordPairs | undefined;
  readonly msgmetadata?: RecordPairs | undefined;
}

/** The pairs of a list, whichever way it is written. */
export function pairsOf(pairs: RecordPairs | undefined): readonly RecordPair[] {
  if (pairs === undefined) return [];
  return "item" in pairs ? (pairs.item ?? []) : isArray(pairs) ? pairs : [];
}

/** Text of a field that travels as bytes: UTF-8, with U+FFFD for what is not. */
export function textOf(bytes: Uint8Array | string | undefined): string {
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : (bytes ?? "");
}

/** The number before the `|` of an engine's result, or undefined when the engine did not run. */
export function scoreOf(scores: readonly RecordPair[], engine: string): number | undefined {
  const result = scores
    .find((pair) => pair.first === engine)
    ?.second.split("|", 1)[0]
    ?.trim();
  const score = result === undefined || result === "" ? Number.NaN : Number(result);
  return Number.isNaN(score) ? undefined : score;
}

function isArray(value: RecordPairs): value is readonly RecordPair[] {
  return Array.isArray(value);
}
