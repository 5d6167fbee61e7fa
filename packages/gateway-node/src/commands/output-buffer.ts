/** Output that waits for a poll. Pieces are cut between characters, because clients decode each for itself. */
export class OutputBuffer {
  #chunks: Uint8Array[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
  }

  /** Up to `limit` bytes; without the beginning of a character whose rest is still to come, unless `all` has come. */
  take(limit: number, all: boolean): Uint8Array | undefined {
    if (this.#length === 0) return undefined;
    const bytes = Buffer.concat(this.#chunks);
    const whole =
      all && bytes.length <= limit ? bytes.length : characterEnd(bytes, Math.min(limit, bytes.length));
    const rest = bytes.subarray(whole);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#length = rest.length;
    return whole === 0 ? undefined : bytes.subarray(0, whole);
  }
}

/** The last place at or before `end` where a character of UTF-8 ends. Bytes that are none end anywhere. */
export function characterEnd(bytes: Uint8Array, end: number): number {
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return length > back ? end - back : end;
  }
  return end;
}
