import { type IncomingMessage, type ServerResponse } from "node:http";
import { type ServiceShape } from "../client.ts";
import { type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { createServiceCodec } from "./codec.ts";
import { createDocuments } from "./documents.ts";
import { carryOut, type Service } from "./exchange.ts";
import { type SoapServiceOptions } from "./options.ts";

export interface SoapService {
  /** Answers one HTTP exchange; for `http.createServer` and `https.createServer`. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
  /**
   * The same for the event `checkContinue` of a server: a client that asks is told to send its body only after
   * `authenticate` has let it in. Without it, Node tells each to go on.
   */
  readonly checkContinue: (request: IncomingMessage, response: ServerResponse) => void;
}

const defaultMaxBodyBytes = 16 * 1024 * 1024;
const defaultBodyTimeoutMs = 60_000;

/**
 * A SOAP service on the codec of the client: the same descriptor, the same limits, the same refusals. Which versions
 * and styles it speaks, the descriptor says.
 *
 * Throws `invalid_argument` for an operation without a handler, `wsdl_parse` for an import that `documents` lacks.
 */
export function createSoapService<S = ServiceShape, User = unknown>(
  options: SoapServiceOptions<S, User>,
): SoapService {
  const { descriptor, authenticate, realm = "SOAP", compress = false } = options;
  const service: Service<User> = {
    codec: createServiceCodec(descriptor, options),
    handlers: handlersOf(descriptor, options.handlers),
    findDocument: createDocuments(options, descriptor.port),
    authenticate: (request) => authenticate(request),
    limits: {
      maxBodyBytes: options.maxBodyBytes ?? defaultMaxBodyBytes,
      bodyTimeoutMs: options.bodyTimeoutMs ?? defaultBodyTimeoutMs,
      decompress: options.decompress ?? false,
    },
    compress,
    realm,
    onError: (error, operation) => {
      try {
        options.onError?.(error, operation);
      } catch {
        // Whatever a request makes go wrong, it ends this exchange and not the process.
      }
    },
  };
  const listen =
    (asksToContinue: boolean) =>
    (request: IncomingMessage, response: ServerResponse): void => {
      carryOut(service, { request, response, asksToContinue }).catch((error: unknown) => {
        service.onError(error, "");
        response.destroy();
      });
    };
  return { listener: listen(false), checkContinue: listen(true) };
}

function handlersOf<User>(descriptor: ServiceDescriptor, handlers: object): Service<User>["handlers"] {
  // Own members alone: an operation may be called toString.
  const members = new Map(Object.entries(handlers));
  return new Map(
    descriptor.operations.map(({ name }) => {
      const handler: unknown = members.get(name);
      if (typeof handler !== "function")
        throw new SoapError("invalid_argument", `the operation ${name} has no handler`);
      return [name, (...args) => (handler as (...all: unknown[]) => unknown)(...args)];
    }),
  );
}
