import { parseFilter, type MessageSource } from "@mailmux/gateway-api";
import type { NodeIdentity } from "./identity.ts";
import type { ResolvedGatewayNodeOptions } from "./options.ts";
import type { MailStore } from "./store/mail-store.ts";
import { toWireMessage, type WireMessage } from "./store/message.ts";

/** The arguments of mailQueue and mailHistory. */
export interface ListArguments {
  readonly filter?: string | undefined;
  readonly offset?: number | bigint | undefined;
  readonly limit?: number | bigint | undefined;
  readonly options?: { readonly totalhits?: boolean | undefined } | undefined;
}

/** The answer to mailQueue and mailHistory. `totalhits` is there only when it was asked for. */
export interface ListAnswer {
  readonly result: { readonly item: WireMessage[] };
  readonly totalhits?: number;
}

/** What the operations work on. */
export interface OperationContext {
  readonly store: MailStore;
  readonly options: ResolvedGatewayNodeOptions;
  readonly identity: NodeIdentity;
  /** Milliseconds since 1970 when the node started. */
  readonly startedAt: number;
}

const defaultLimit = 100;
const maxLimit = 100_000;

/** The operations of a node, each from its arguments to its answer; what they throw becomes a fault. */
export function createOperations({ store, options, identity, startedAt }: OperationContext) {
  const list = (source: MessageSource, call: ListArguments): ListAnswer => {
    const filter = parseFilter(call.filter ?? "");
    const range = {
      offset: Math.max(0, Number(call.offset ?? 0)),
      limit: Math.min(maxLimit, Math.max(0, Number(call.limit ?? defaultLimit))),
    };
    const item = store.page(source, filter, range).map((message) => toWireMessage(message, source));
    if (call.options?.totalhits !== true) return { result: { item } };
    return { result: { item }, totalhits: store.count(source, filter) };
  };
  return {
    getVersion: () => ({ result: options.productVersion }),
    getUptime: () => ({
      result: identity.uptimeOffset + Math.floor((options.clock.now() - startedAt) / 1_000),
    }),
    getSerial: () => ({ result: identity.serial }),
    login: (remoteHost?: string) => ({
      result: { fullname: options.user, ...(remoteHost !== undefined && { remotehost: remoteHost }) },
    }),
    mailQueue: (call: ListArguments) => list("queue", call),
    mailHistory: (call: ListArguments) => list("history", call),
  };
}
