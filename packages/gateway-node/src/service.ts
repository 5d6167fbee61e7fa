import type { RequestListener } from "node:http";
import type { createOperations } from "./operations.ts";
import type { ResolvedGatewayNodeOptions } from "./options.ts";

/** The SOAP service of a node. */
export function createService(
  _operations: ReturnType<typeof createOperations>,
  _options: ResolvedGatewayNodeOptions,
): RequestListener {
  return (_request, response) => {
    response.writeHead(503).end();
  };
}
