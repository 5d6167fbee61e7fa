/** Bytes put together from pieces of any size, without an object for each piece. */
export class GrowingBytes {
  #bytes = Buffer.alloc(0);
  #length = 0;

  /** Copies the piece. */
  append(piece: Uint8Array): void {
    const needed = this.#length + piece.length;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2, 1024));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
    this.#length = needed;
  }

  /** What has been put together; nothing may be appended afterwards. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
