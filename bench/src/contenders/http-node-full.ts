import { type Contender } from "../benchmark.ts";
import { handshakeCase } from "../http-cases.ts";
import { createNodeHttps } from "./http-node.ts";

/** node:https without resumption of TLS sessions, so that it does the same work as a client with a pin. */
export function createContender(): Contender {
  return createNodeHttps("node:https, full handshakes", {
    maxCachedSessions: 0,
    cases: [handshakeCase.name],
  });
}
