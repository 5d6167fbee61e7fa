import { type ServiceShape } from "../client.ts";
import { type ServiceDescriptor } from "../descriptor.ts";
import { buildEnvelope, buildFaultEnvelope } from "../envelope/build.ts";
import { EnvelopeReader } from "../envelope/read.ts";
import { SoapFault } from "../errors.ts";
import { DecodePlans } from "../schema/decode-plan.ts";
import { createInMemoryTransport, type InMemoryTransport } from "./in-memory-transport.ts";

/** One function per operation that is called; the others answer with a fault. */
export type InMemoryHandlers<S> = {
  readonly [K in keyof S]?: S[K] extends { input: object; output: object }
    ? (args: S[K]["input"]) => S[K]["output"] | Promise<S[K]["output"]>
    : never;
};

/**
 * A SOAP service without a network: requests and responses go through the real codec. A handler that throws
 * something other than a SoapFault is a connection that breaks.
 */
export function createInMemoryService<S = ServiceShape>(
  descriptor: ServiceDescriptor,
  handlers: InMemoryHandlers<S>,
): InMemoryTransport {
  const plans = new DecodePlans(descriptor);
  return createInMemoryTransport(async ({ body }) => {
    const reader = new EnvelopeReader(plans, {
      namespaces: "service",
      entry: (_, name) => {
        const operation = descriptor.operations.find((each) => each.input.name === name);
        return operation && { operation, message: operation.input };
      },
    });
    reader.push(typeof body === "string" ? Buffer.from(body, "utf8") : body);
    const { operation, value } = reader.finish();
    try {
      const handler = handlers[operation.name as keyof S] as ((args: unknown) => unknown) | undefined;
      if (!handler)
        throw new SoapFault({
          faultcode: "SOAP-ENV:Server",
          faultstring: `${operation.name} has no handler`,
        });
      const result = await handler(value);
      if (operation.output === undefined) return { status: 202, body: "" };
      return { body: buildEnvelope(descriptor, operation.output, result) };
    } catch (error) {
      if (error instanceof SoapFault)
        return { status: error.httpStatus ?? 500, body: buildFaultEnvelope(error) };
      throw error;
    }
  });
}
