import type { RawMessage, RawMessages } from "../store/mail-store.ts";
import type { StoredMessage } from "../store/message.ts";
import { composeMessage } from "./compose.ts";

/** Bytes that are kept: a client reads a message in hundreds of pieces, one after another. */
const maxBytes = 64 * 1024 * 1024;

/** Gives the bytes of messages and keeps those that were read last. */
export class MessageCache implements RawMessages {
  readonly #nodeName: string;
  readonly #messages = new Map<string, { readonly raw: Promise<RawMessage>; readonly size: number }>();
  #bytes = 0;

  constructor(nodeName: string) {
    this.#nodeName = nodeName;
  }

  get(row: StoredMessage): Promise<RawMessage> {
    const key = `${row.messageId}/${row.actionId}/${row.size}`;
    const known = this.#messages.get(key);
    const entry = known ?? { raw: composeMessage(row, this.#nodeName), size: row.size };
    this.#messages.delete(key);
    this.#messages.set(key, entry);
    if (known === undefined) this.#bytes += row.size;
    for (const [oldest, { size }] of this.#messages) {
      if (this.#bytes <= maxBytes || oldest === key) break;
      this.#messages.delete(oldest);
      this.#bytes -= size;
    }
    return entry.raw;
  }
}
