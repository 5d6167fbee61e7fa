import type { Clock } from "../clock.ts";
import type { NodeIdentity } from "../identity.ts";
import type { HandlersOf } from "../service/handlers.ts";

/** What the operations about the node itself work on. */
export interface SystemContext {
  readonly clock: Clock;
  readonly productVersion: string;
  readonly identity: NodeIdentity;
  /** Milliseconds since 1970 when the node started. */
  readonly startedAt: number;
}

/** The operations about the session and the node itself. */
export type SystemOperations = HandlersOf<"login" | "getVersion" | "getUptime" | "getSerial">;

/** Makes them. */
export function createSystemOperations(context: SystemContext): SystemOperations {
  const { clock, productVersion, identity, startedAt } = context;
  return {
    login: (_, { user, remoteAddress }) => ({
      result: { fullname: user.fullName, remotehost: remoteAddress },
    }),
    getVersion: () => ({ result: productVersion }),
    getUptime: () => ({ result: identity.uptimeOffset + Math.floor((clock.now() - startedAt) / 1_000) }),
    getSerial: () => ({ result: identity.serial }),
  };
}
