import type { ServerResponse } from "node:http";

const heartbeatMs = 15_000;
/** When the browser comes back after a broken stream, in milliseconds. */
const retryMs = 2_000;

/**
 * One stream of server-sent events. A browser that reads slowly gets the newest event of each key instead of all of
 * them, so that it costs no more memory than one event per key; one that does not read at all is cut off.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #waiting = new Map<string, string>();
  readonly #heartbeat: NodeJS.Timeout;
  #blocked = false;
  #stuck = false;

  /** Writes the head. Headers that were set before are kept. */
  constructor(response: ServerResponse, onClose: () => void) {
    this.#response = response;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
    response.once("close", () => {
      clearInterval(this.#heartbeat);
      this.#waiting.clear();
      onClose();
    });
    response.on("drain", () => this.#drain());
    // A connection that breaks is a stream that closes.
    response.on("error", () => undefined);
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    this.#write(`retry: ${retryMs}\n\n`);
  }

  /** Sends an event, or keeps it in the place of an unsent one of the same key. */
  send(event: string, data: unknown, key = event): void {
    const frame = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    if (!this.#blocked) return this.#write(frame);
    // Back to the end: events keep the order of what they last said.
    this.#waiting.delete(key);
    this.#waiting.set(key, frame);
  }

  /** Sends what is left, and ends the stream. */
  end(): void {
    for (const frame of this.#waiting.values()) this.#response.write(frame);
    this.#waiting.clear();
    this.#response.end();
  }

  #write(frame: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#blocked = !this.#response.write(frame);
  }

  #drain(): void {
    this.#blocked = this.#stuck = false;
    for (const [key, frame] of this.#waiting) {
      if (this.#blocked) return;
      this.#waiting.delete(key);
      this.#write(frame);
    }
  }

  #beat(): void {
    if (this.#blocked && this.#stuck) this.#response.destroy();
    else if (this.#blocked) this.#stuck = true;
    else this.#write(":\n\n");
  }
}
