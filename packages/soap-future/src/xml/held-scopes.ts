import { SoapError } from "../errors.ts";

/** Prefixes of all scopes that one message may make its reader keep; with their elements, some 200 MB at most. */
const maxHeldPrefixes = 4_000_000;

/**
 * Counts the prefixes that are kept with elements. A tag that declares one more costs its sender twenty bytes, and a
 * reader that keeps what is in force there the whole list.
 */
export class HeldScopes {
  #last: ReadonlyMap<string, string> | undefined;
  #held = 0;

  /** Throws {@link SoapError} (`decode`) when they are too many. */
  hold(scope: ReadonlyMap<string, string>): void {
    if (scope === this.#last) return;
    this.#last = scope;
    this.#held += scope.size;
    if (this.#held > maxHeldPrefixes) {
      const what = `too much of one thing: prefixes in force around elements past ${maxHeldPrefixes}`;
      throw new SoapError("decode", what);
    }
  }
}
