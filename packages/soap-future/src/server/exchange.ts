import { type IncomingMessage, type ServerResponse } from "node:http";
import { SoapError, SoapFault } from "../errors.ts";
import { callHandler, type Handler } from "./call-handler.ts";
import { type ServiceCodec } from "./codec.ts";
import { type CallContext, type MessageContext } from "./context.ts";
import { type FindDocument } from "./documents.ts";
import { type BodyLimits, ClientGone, receiveBody } from "./receive-body.ts";
import { openRequest, type RequestContent } from "./read-request.ts";
import { compressed, sendAnswer } from "./send-answer.ts";
import { accepted, type Answer, faultOf, writeFault } from "./write-answer.ts";

/** What a handler gets to know besides the message. */
type Caller<User> = Omit<CallContext<User>, keyof MessageContext>;

/** What all exchanges of a service have in common. */
export interface Service<User> {
  readonly codec: ServiceCodec;
  readonly handlers: ReadonlyMap<string, Handler<Caller<User>>>;
  readonly findDocument: FindDocument;
  readonly authenticate: (request: IncomingMessage) => User | Promise<User>;
  readonly limits: BodyLimits;
  readonly compress: boolean;
  readonly realm: string;
  /** Must not throw. */
  readonly onError: (error: unknown, operation: string) => void;
}

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client waits to be told to send the body (RFC 9110 section 10.1.1). */
  readonly asksToContinue: boolean;
}

/** Answers a request. Never rejects for anything that a client can do. */
export async function carryOut<User>(service: Service<User>, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { codec, onError, compress, realm } = service;
  let answer: Answer;
  try {
    answer = await answerTo(service, exchange);
  } catch (error) {
    if (error instanceof ClientGone) return;
    if (!(error instanceof SoapError)) onError(error, "");
    // The operation is not known, or has nothing to do with it.
    answer = writeFault(codec, faultOf(error));
  }
  await sendAnswer(
    request,
    response,
    withFields(compress ? await compressed(answer, request) : answer, realm),
  );
}

async function answerTo<User>(service: Service<User>, exchange: Exchange): Promise<Answer> {
  const { request, response, asksToContinue } = exchange;
  const signal = signalOf(response);
  if (request.method === "GET" || request.method === "HEAD") return documentAnswer(service, request);
  if (request.method !== "POST") throw refusal(405, "Only GET, HEAD and POST are answered");
  const user = await service.authenticate(request);
  if (asksToContinue) response.writeContinue();
  const content = await readRequest(service, request);
  const { name, output } = content.operation;
  const handler = service.handlers.get(name);
  if (!handler) throw new Error(`the operation ${name} has no handler`);
  const remoteAddress = request.socket.remoteAddress ?? "";
  const isOneWay = output === undefined;
  const answer = callHandler(service.codec, handler, content, {
    more: { user, remoteAddress, signal: isOneWay ? neverAborted() : signal },
    onError: (error) => service.onError(error, name),
  });
  // Nobody waits for what becomes of a one-way message.
  return isOneWay ? accepted : answer;
}

/** Aborts when the client goes away before it has its answer. */
function signalOf(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}

const neverAborted = (): AbortSignal => new AbortController().signal;

function documentAnswer<User>({ findDocument }: Service<User>, request: IncomingMessage): Answer {
  const document = findDocument(request);
  if (document === undefined) throw refusal(404, "There is no document of this name");
  const headers = { "Content-Type": "text/xml; charset=utf-8" };
  return { status: 200, headers, body: Buffer.from(document, "utf8") };
}

async function readRequest<User>(
  { codec, limits }: Service<User>,
  request: IncomingMessage,
): Promise<RequestContent> {
  const soapAction = request.headers["soapaction"];
  const reader = openRequest(codec, {
    contentType: request.headers["content-type"] ?? "",
    soapAction: Array.isArray(soapAction) ? soapAction[0] : soapAction,
  });
  await receiveBody(request, limits, (chunk) => reader.push(chunk));
  return reader.finish();
}

function refusal(httpStatus: number, faultstring: string): SoapFault {
  return new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring, httpStatus });
}

/** What HTTP wants beside some statuses (RFC 9110 sections 11.6.1, 10.2.1 and 12.5.3). */
function withFields(answer: Answer, realm: string): Answer {
  const more: Readonly<Record<number, Readonly<Record<string, string>>>> = {
    401: { "WWW-Authenticate": `Basic realm="${realm.replaceAll(/["\\]/g, "\\$&")}", charset="UTF-8"` },
    405: { Allow: "GET, HEAD, POST" },
    415: { "Accept-Encoding": "identity" },
  };
  return { ...answer, headers: { ...answer.headers, ...more[answer.status] } };
}
