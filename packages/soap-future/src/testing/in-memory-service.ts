import { type ServiceShape } from "../client.ts";
import { type ServiceDescriptor } from "../descriptor.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { callHandler, type Handler } from "../server/call-handler.ts";
import { type CodecOptions, createServiceCodec } from "../server/codec.ts";
import { type Answered, type MessageContext } from "../server/context.ts";
import { openRequest, type RequestContent } from "../server/read-request.ts";
import { accepted, type Answer, faultOf, writeFault } from "../server/write-answer.ts";
import { type SoapRequest } from "../transport.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "./in-memory-transport.ts";

/** One function per operation that is called; the others answer with a fault. */
export type InMemoryHandlers<S> = {
  readonly [K in keyof S]?: S[K] extends { input: object; output: object }
    ? (args: S[K]["input"], context: MessageContext) => Answered<S[K]["output"]>
    : never;
};

/**
 * A SOAP service without a network: requests and responses go through the real codec. A handler that throws
 * something other than a SoapFault is a connection that breaks.
 */
export function createInMemoryService<S = ServiceShape>(
  descriptor: ServiceDescriptor,
  handlers: InMemoryHandlers<S>,
  options: CodecOptions = {},
): InMemoryTransport {
  const codec = createServiceCodec(descriptor, options);
  const members = new Map(Object.entries(handlers as Record<string, Handler<object>>));
  const read = ({ headers, body }: SoapRequest): RequestContent => {
    const fields = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const reader = openRequest(codec, {
      contentType: fields.get("content-type") ?? "",
      soapAction: fields.get("soapaction"),
    });
    reader.push(typeof body === "string" ? Buffer.from(body, "utf8") : body);
    return reader.finish();
  };
  return createInMemoryTransport(async (request) => {
    let content: RequestContent;
    try {
      content = read(request);
    } catch (error) {
      if (!(error instanceof SoapError)) throw error;
      return responseOf(writeFault(codec, faultOf(error)));
    }
    const { name, output } = content.operation;
    const handler = members.get(name) ?? withoutHandler;
    const errors: Error[] = [];
    const answer = await callHandler(codec, handler, content, {
      more: {},
      onError: (error) => errors.push(error as Error),
    });
    const broken = errors.find((error) => !(error instanceof SoapFault));
    if (broken !== undefined) throw broken;
    return responseOf(output === undefined ? accepted : answer);
  });
}

function withoutHandler(_: unknown, { operation }: MessageContext): never {
  throw new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: `${operation} has no handler` });
}

function responseOf({ status, headers, body }: Answer): InMemoryResponse {
  return { status, headers, body };
}
