import { parseFilter, type GatewayService, type MessageSource } from "@mailmux/gateway-api";
import type { NodeIdentity } from "./identity.ts";
import type { ResolvedGatewayNodeOptions } from "./options.ts";
import type { MailStore } from "./store/mail-store.ts";
import { toWireMessage } from "./store/message.ts";

/** What the operations work on. */
export interface OperationContext {
  readonly store: MailStore;
  readonly options: Pick<ResolvedGatewayNodeOptions, "clock" | "productVersion" | "user">;
  readonly identity: NodeIdentity;
  /** Milliseconds since 1970 when the node started. */
  readonly startedAt: number;
}

/** mailQueue and mailHistory take and give the same. */
type ListCall = GatewayService["mailQueue"]["input"];
type ListAnswer = GatewayService["mailQueue"]["output"];

/** The operations of a node, each from its arguments to its answer, before anything of SOAP. */
export interface Operations {
  getVersion(): GatewayService["getVersion"]["output"];
  getUptime(): GatewayService["getUptime"]["output"];
  getSerial(): GatewayService["getSerial"]["output"];
  /** @param remotehost the address that the node sees */
  login(remotehost: string): GatewayService["login"]["output"];
  /** @throws FilterError */
  mailQueue(call: ListCall): ListAnswer;
  /** @throws FilterError */
  mailHistory(call: ListCall): ListAnswer;
}

const defaultLimit = 100;
const maxLimit = 100_000;

/** Makes the operations of a node. */
export function createOperations({ store, options, identity, startedAt }: OperationContext): Operations {
  const list = (source: MessageSource, call: ListCall): ListAnswer => {
    const filter = parseFilter(call.filter);
    const range = {
      offset: Math.max(0, call.offset ?? 0),
      limit: Math.min(maxLimit, Math.max(0, call.limit ?? defaultLimit)),
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
    login: (remotehost: string) => ({ result: { fullname: options.user, remotehost } }),
    mailQueue: (call: ListCall) => list("queue", call),
    mailHistory: (call: ListCall) => list("history", call),
  };
}
