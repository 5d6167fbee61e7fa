import { RrdError } from "./errors.ts";

/** Reads single fields of a file; every refusal names the field's offset. */
export interface RrdFields {
  /** Bytes of the file. */
  readonly length: number;
  /** A `long` that cannot be negative. */
  word(at: number): number;
  /** A `long` from 1 to `most`. */
  count(at: number, what: string, most: number): number;
  double(at: number): number;
  /** A double that is `NaN` where there is no bound. */
  bound(at: number): number | undefined;
  /** ASCII up to a NUL within `size` bytes. */
  text(at: number, size: number): string;
  oneOf<T extends string>(at: number, size: number, known: readonly T[], what: string): T;
}

/** The caller has made sure that the fields it asks for are there. */
export function createRrdFields(view: DataView, wordSize: 4 | 8): RrdFields {
  function word(at: number): number {
    if (wordSize === 4) return view.getUint32(at, true);
    const value = view.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new RrdError("corrupt", `The number ${value} is absurd`, at);
    }
    return Number(value);
  }

  function text(at: number, size: number): string {
    let end = at;
    while (end < at + size && view.getUint8(end) !== 0) end++;
    if (end === at + size) throw new RrdError("corrupt", `No text of at most ${size - 1} characters`, at);
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, end - at);
    if (bytes.some((byte) => byte < 0x20 || byte > 0x7e)) {
      throw new RrdError("corrupt", "The text is not printable ASCII", at);
    }
    return String.fromCharCode(...bytes);
  }

  return {
    length: view.byteLength,
    word,
    text,
    count(at, what, most) {
      const value = word(at);
      if (value < 1) throw new RrdError("corrupt", `The number of ${what} is 0`, at);
      if (value > most) {
        throw new RrdError("too_large", `The number of ${what} is ${value}; at most ${most} are read`, at);
      }
      return value;
    },
    double: (at) => view.getFloat64(at, true),
    bound(at) {
      const value = view.getFloat64(at, true);
      return Number.isNaN(value) ? undefined : value;
    },
    oneOf(at, size, known, what) {
      const value = text(at, size);
      const found = known.find((name) => name === value);
      if (found === undefined) throw new RrdError("unsupported", `The ${what} ${value} is not known`, at);
      return found;
    },
  };
}
