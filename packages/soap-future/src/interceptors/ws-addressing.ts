import { randomUUID } from "node:crypto";
import { type QName } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type XmlElement } from "../xml/element.ts";
import { type Interceptor, type SoapCall } from "./interceptor.ts";
import { wsAddressingNamespace } from "./ws-namespaces.ts";

export interface WsAddressingOptions {
  /** Where the message goes. Default: the endpoint. */
  readonly to?: string;
  /** Where the answer goes. Default: back on the same connection (`.../anonymous`). */
  readonly replyTo?: string;
  readonly from?: string;
  /** What the message asks for. Default: the operation's SOAPAction; an operation without one needs it said here. */
  readonly action?: string | ((call: SoapCall) => string);
  /** Refuses an answer that does not say what it answers. Default false: servers leave it out. */
  readonly requireRelatesTo?: boolean;
  /** A UUID in its usual spelling. Default: a random one. */
  readonly uuid?: () => string;
}

const anonymous = `${wsAddressingNamespace}/anonymous`;
const reply = `${wsAddressingNamespace}/reply`;

/** The headers of WS-Addressing that an answer may mark as to be understood. */
const understood: readonly QName[] = [
  "Action",
  "To",
  "From",
  "ReplyTo",
  "FaultTo",
  "MessageID",
  "RelatesTo",
].map((name) => ({ namespace: wsAddressingNamespace, name }));

/**
 * WS-Addressing 1.0 on every call: Action, To, MessageID, ReplyTo and From. An answer that says it belongs to another
 * message is refused (`decode`); of a stream, at its end.
 */
export function wsAddressing(options: WsAddressingOptions = {}): Interceptor {
  const { to, replyTo = anonymous, from, requireRelatesTo = false, uuid = randomUUID } = options;
  return (next) => async (call) => {
    const messageId = `urn:uuid:${uuid()}`;
    const soapAction = actionOf(call, options.action);
    const headers = [
      addressing("Action", soapAction),
      addressing("To", to ?? call.endpoint),
      addressing("MessageID", messageId),
      ...(from === undefined ? [] : [addressing("From", addressing("Address", from))]),
      addressing("ReplyTo", addressing("Address", replyTo)),
    ];
    const answer = await next({
      ...call,
      soapAction,
      headerElements: [...call.headerElements, ...headers],
      understood: [...call.understood, ...understood],
    });
    const check = (): void => checkRelation(call, messageId, requireRelatesTo);
    if (answer.kind === "items") return { ...answer, items: checkedAtEnd(answer.items, check) };
    check();
    return answer;
  };
}

function actionOf(call: SoapCall, action: WsAddressingOptions["action"]): string {
  const value = typeof action === "function" ? action(call) : (action ?? call.soapAction);
  if (value !== "") return value;
  throw new SoapError("invalid_argument", "WS-Addressing needs an action: the operation has no SOAPAction");
}

async function* checkedAtEnd(
  items: AsyncIterable<unknown>,
  check: () => void,
): AsyncGenerator<unknown, void> {
  yield* items;
  check();
}

/** WS-Addressing 1.0 Core section 3.4: the answer relates to the message by its identity. */
function checkRelation({ meta }: SoapCall, messageId: string, required: boolean): void {
  const relations = (meta.headerElements ?? [])
    .filter(isReplyRelation)
    .map((element) => textOf(element).trim());
  if (relations.includes(messageId) || (relations.length === 0 && !required)) return;
  const what = relations.length === 0 ? "does not say what it answers" : "is the answer to another message";
  throw new SoapError("decode", `the answer ${what} (RelatesTo)`);
}

function isReplyRelation({ namespace, name, attributes }: XmlElement): boolean {
  if (namespace !== wsAddressingNamespace || name !== "RelatesTo") return false;
  const type = attributes.find((each) => each.namespace === "" && each.name === "RelationshipType");
  return type === undefined || type.value.trim() === reply;
}

function textOf({ children }: XmlElement): string {
  return children.filter((child) => typeof child === "string").join("");
}

function addressing(name: string, content: string | XmlElement): XmlElement {
  return { namespace: wsAddressingNamespace, name, attributes: [], children: [content] };
}
