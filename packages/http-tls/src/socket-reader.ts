import { type Duplex } from "node:stream";
import { markAsUntransferable } from "node:worker_threads";

/** One read of a TLS socket gives at most one record (RFC 8446 section 5.1). */
const recordBytes = 16 * 1024;
const slabBytes = 4 * recordBytes;

/** Takes bytes that have come; false asks for a pause. The bytes are only valid during the call, unless kept. */
export type BytesListener = (bytes: Buffer) => boolean;

/**
 * Bytes from a socket to whoever listens at the moment.
 *
 * Sockets of our own write into memory that is given to them (`onread`), the same piece again and again: a small
 * response then costs no allocation and a large one no copy. What must outlive the call says so with `keep()`.
 * Bytes that come while nobody listens are remembered as unasked for.
 */
export class SocketReader {
  /** True when bytes came while nobody listened. */
  unasked = false;
  #listener: BytesListener | undefined;
  #slab = newSlab();
  #region = this.#slab;
  #kept = 0;

  /** The option of net.connect and tls.connect. */
  readonly onread = {
    buffer: (): Uint8Array => this.#nextRegion(),
    callback: (length: number): boolean => this.#take(this.#region.subarray(0, length), length),
  };

  /** Reads from a socket that was not made with `onread`. */
  attach(socket: Duplex): void {
    if (socket.readableLength > 0) this.unasked = true;
    socket.on("data", (bytes: Buffer) => {
      if (!this.#take(bytes, 0)) socket.pause();
    });
  }

  listen(listener: BytesListener): void {
    this.#listener = listener;
  }

  /** The bytes that are being taken stay in use: what comes next is written elsewhere. */
  keep(): void {
    this.#kept = this.#length;
  }

  #length = 0;

  #take(bytes: Buffer, length: number): boolean {
    this.#length = length;
    if (this.#listener) return this.#listener(bytes);
    this.unasked = true;
    return true;
  }

  #nextRegion(): Uint8Array {
    if (this.#kept > 0) {
      const rest = this.#region.subarray(this.#kept);
      this.#kept = 0;
      if (rest.length < recordBytes) this.#slab = newSlab();
      this.#region = rest.length < recordBytes ? this.#slab : rest;
    }
    return this.#region;
  }
}

/** Who transfers a piece of it to a worker would take the memory away that the socket still writes to. */
function newSlab(): Buffer<ArrayBuffer> {
  const slab = Buffer.allocUnsafeSlow(slabBytes);
  markAsUntransferable(slab.buffer);
  return slab;
}
