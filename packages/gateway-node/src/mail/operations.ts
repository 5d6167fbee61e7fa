import { FilterError, parseFilter, type Filter, type MessageSource } from "@mailmux/gateway-api";
import { fault } from "../service/fault.ts";
import type { HandlersOf, Input, Output } from "../service/handlers.ts";
import type { MailStore } from "../store/mail-store.ts";
import { toWireMessage } from "../store/message.ts";

const defaultLimit = 100;
const maxLimit = 100_000;

/** The operations on queue and history. */
export type MailOperations = HandlersOf<"mailQueue" | "mailHistory">;

/** Makes them. */
export function createMailOperations(store: MailStore): MailOperations {
  const list = (source: MessageSource, call: Input<"mailQueue">): Output<"mailQueue"> => {
    const filter = readFilter(call.filter);
    const range = {
      offset: Math.max(0, call.offset ?? 0),
      limit: Math.min(maxLimit, Math.max(0, call.limit ?? defaultLimit)),
    };
    const item = store.page(source, filter, range).map((message) => toWireMessage(message, source));
    if (call.options?.totalhits !== true) return { result: { item } };
    return { result: { item }, totalhits: store.count(source, filter) };
  };
  return {
    mailQueue: (call) => list("queue", call),
    mailHistory: (call) => list("history", call),
  };
}

/** A filter that cannot be read is the caller's to mend, so its message goes back as a fault. */
function readFilter(text: string): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw fault(`Invalid filter: ${error.summary}`);
  }
}
