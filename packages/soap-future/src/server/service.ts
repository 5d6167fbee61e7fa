import { type IncomingMessage, type ServerResponse } from "node:http";
import { type ServiceShape } from "../client.ts";
import { type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { buildEnvelope, buildFaultEnvelope } from "../envelope/build.ts";
import { type EnvelopeContent, EnvelopeReader } from "../envelope/read.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { DecodePlans } from "../schema/decode-plan.ts";
import { shorten } from "../xml/characters.ts";

/** What a handler gets to know about the call it answers. */
export interface CallContext<User> {
  readonly operation: string;
  readonly user: User;
  /** Address of the peer. */
  readonly remoteAddress: string;
  /** Aborts when the client has gone away. */
  readonly signal: AbortSignal;
}

/** One function per operation; it returns the response element's children, or throws a SoapFault. */
export type ServiceHandlers<S, User> = {
  readonly [K in keyof S]: S[K] extends { input: object; output: object }
    ? (args: S[K]["input"], context: CallContext<User>) => S[K]["output"] | Promise<S[K]["output"]>
    : never;
};

export interface SoapServiceOptions<S, User> {
  readonly descriptor: ServiceDescriptor;
  /** The WSDL document, served to every GET, with or without credentials. */
  readonly wsdl: string;
  readonly handlers: ServiceHandlers<S, User>;
  /** Decides who is calling, before the body is read; throws a SoapFault (with `httpStatus`) to refuse. */
  readonly authenticate: (request: IncomingMessage) => User | Promise<User>;
  /** Bytes of a request body. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Told about errors that are not faults: they are the handler's mistakes, and the client learns nothing of them. */
  readonly onError?: (error: unknown, operation: string) => void;
}

export interface SoapService {
  /** Answers one HTTP exchange; for `http.createServer` and `https.createServer`. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
}

const defaultMaxBodyBytes = 16 * 1024 * 1024;

/** A SOAP 1.1 service on the codec of the client: the same descriptor, the same limits, the same refusals. */
export function createSoapService<S = ServiceShape, User = unknown>(
  options: SoapServiceOptions<S, User>,
): SoapService {
  const { descriptor, handlers } = options;
  const plans = new DecodePlans(descriptor);
  const operations = new Map(descriptor.operations.map((operation) => [operation.input.name, operation]));
  for (const { name } of descriptor.operations) {
    if (!Object.hasOwn(handlers, name))
      throw new SoapError("invalid_argument", `the operation ${name} has no handler`);
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === "GET" || request.method === "HEAD") {
      send(response, 200, options.wsdl);
      return;
    }
    if (request.method !== "POST") {
      throw new SoapFault({
        faultcode: "SOAP-ENV:Client",
        faultstring: "Only GET and POST are answered",
        httpStatus: 405,
      });
    }
    const user = await options.authenticate(request);
    const content = await readRequest(request, options, plans, operations);
    send(response, 200, await callHandler(options, content, user, request, response));
  };
  return {
    listener: (request, response) => {
      answer(request, response)
        .catch((error: unknown) => sendFault(request, response, error, options))
        .catch((error: unknown) => {
          // Whatever a request makes go wrong, it ends this exchange and not the process.
          options.onError?.(error, "");
          response.destroy();
        });
    },
  };
}

async function readRequest<S, User>(
  request: IncomingMessage,
  { maxBodyBytes = defaultMaxBodyBytes }: SoapServiceOptions<S, User>,
  plans: DecodePlans,
  operations: ReadonlyMap<string, OperationDescriptor>,
): Promise<EnvelopeContent> {
  // By local name alone: clients differ in prefixes, qualification, content type and SOAPAction.
  const reader = new EnvelopeReader(plans, {
    namespaces: "any",
    entry: (_, name) => {
      const operation = operations.get(name);
      if (!operation) {
        throw new SoapFault({
          faultcode: "SOAP-ENV:Client",
          faultstring: `The operation ${shorten(name)} is not in this API`,
        });
      }
      return { operation, message: operation.input };
    },
  });
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) {
      throw new SoapFault({
        faultcode: "SOAP-ENV:Client",
        faultstring: `The request is larger than ${maxBodyBytes} bytes`,
        httpStatus: 413,
      });
    }
    reader.push(chunk);
  }
  return reader.finish();
}

async function callHandler<S, User>(
  { descriptor, handlers, onError }: SoapServiceOptions<S, User>,
  { operation, value }: EnvelopeContent,
  user: User,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<string> {
  const controller = new AbortController();
  response.once("close", () => controller.abort());
  const handler = handlers[operation.name as keyof S] as (
    args: unknown,
    context: CallContext<User>,
  ) => unknown;
  const remoteAddress = request.socket.remoteAddress ?? "";
  try {
    const result = await handler(value, {
      operation: operation.name,
      user,
      remoteAddress,
      signal: controller.signal,
    });
    if (operation.output === undefined) return "";
    return buildEnvelope(descriptor, operation.output, result ?? {});
  } catch (error) {
    if (error instanceof SoapFault) throw error;
    onError?.(error, operation.name);
    throw new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: "Internal error" });
  }
}

function sendFault<S, User>(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  { onError }: SoapServiceOptions<S, User>,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (!(error instanceof SoapError)) onError?.(error, "");
  const fault = toFault(error);
  const status = fault.httpStatus ?? 500;
  if (status === 401) response.setHeader("WWW-Authenticate", 'Basic realm="mail gateway", charset="UTF-8"');
  // The rest of a request that was refused half-way is not read: the connection cannot be used again.
  if (!request.complete) response.setHeader("Connection", "close");
  send(response, status, buildFaultEnvelope(fault));
}

function toFault(error: unknown): SoapFault {
  if (error instanceof SoapFault) return error;
  if (error instanceof SoapError)
    return new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: error.reason });
  return new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: "Internal error" });
}

function send(response: ServerResponse, status: number, xml: string): void {
  const body = Buffer.from(xml, "utf8");
  response.writeHead(status, { "Content-Type": "text/xml; charset=utf-8", "Content-Length": body.length });
  response.end(body);
}
