import { SoapFault } from "../errors.ts";
import { type ServiceCodec } from "./codec.ts";
import { type MessageContext } from "./context.ts";
import { type RequestContent } from "./read-request.ts";
import { type Answer, faultOf, noExtras, writeAnswer, writeFault } from "./write-answer.ts";

/** A handler, whatever its operation is. `More` is what it gets to know besides the message. */
export type Handler<More> = (args: unknown, context: MessageContext & More) => unknown;

export interface HandlerCall<More> {
  readonly more: More;
  /** Told about errors of which the client learns nothing. */
  readonly onError: (error: unknown) => void;
}

/** Has a request answered by its handler. Never rejects: what the handler throws becomes a fault. */
export async function callHandler<More extends object>(
  codec: ServiceCodec,
  handler: Handler<More>,
  { operation, value, soapHeaders, headerElements, attachments, unknownElements }: RequestContent,
  { more, onError }: HandlerCall<More>,
): Promise<Answer> {
  const answer = noExtras();
  const message = { operation: operation.name, soapHeaders, headerElements, attachments, unknownElements };
  try {
    const result = await handler(value, { ...more, ...message, answer });
    return writeAnswer(codec, operation, result, answer);
  } catch (error) {
    const isFault = error instanceof SoapFault;
    // A fault of a one-way operation has nowhere else to go.
    if (!isFault || operation.output === undefined) onError(error);
    return writeFault(codec, isFault ? error : faultOf(undefined), { operation, onError });
  }
}
