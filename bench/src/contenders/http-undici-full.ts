import { type Contender } from "../benchmark.ts";
import { handshakeCase } from "../http-cases.ts";
import { createUndici } from "./http-undici.ts";

/** undici without resumption of TLS sessions, so that it does the same work as a client with a pin. */
export function createContender(): Contender {
  return createUndici("undici, full handshakes", { maxCachedSessions: 0, cases: [handshakeCase.name] });
}
