import type { Message, MessageSource } from "@mailmux/gateway-api";

/** What became, or is to become, of one recipient of a message. */
export type MessageAction = "DELIVER" | "QUARANTINE" | "REJECT" | "DELETE" | "DEFER" | "BOUNCE" | "ERROR";

/** A scan engine's number and its result, `number|text`; or the name and value of a metadata entry. */
export interface Pair {
  readonly first: string;
  readonly second: string;
}

/** What is known of a message for one recipient when it has been received. */
export interface Arrival {
  /** The gateway's id of the message, a lowercase UUID; the same for all its recipients. */
  readonly messageId: string;
  /** The number of the recipient within the message, from 1. */
  readonly actionId: number;
  /** Reception time, Unix seconds UTC. */
  readonly receivedAt: number;
  /** Envelope sender; empty for bounces. */
  readonly from: string;
  /** Envelope recipient; always one `@`. */
  readonly to: string;
  /** The subject, decoded. */
  readonly subject: string;
  /** Address of the sending client, IPv4 or IPv6. */
  readonly clientIp: string;
  readonly helo: string;
  /** The name the client signed in with; empty for none. */
  readonly sasl: string;
  /** Bytes of the message as stored, at least 1. */
  readonly size: number;
  /** `mailserver:1` */
  readonly listener: string;
  /** `mailtransport:1`; empty when none was chosen. */
  readonly transport: string;
  /** Results of the scan engines, ascending by engine number; each `second` has exactly one `|`. */
  readonly scores: readonly Pair[];
  readonly metadata: readonly Pair[];
}

/** One row of the queue or the history. */
export interface StoredMessage extends Arrival {
  /** Queue id, or the id of the history row. 64 bits. */
  readonly id: bigint;
  readonly action: MessageAction;
  /** Queue: quarantine profile, `mailquarantine:1`; empty unless quarantined. */
  readonly quarantine: string;
  /** Queue: delivery attempts so far. */
  readonly retries: number;
  /** Queue: when delivery is tried next, Unix seconds UTC; undefined while quarantined. */
  readonly retryAt: number | undefined;
  /** Queue: the last delivery error; empty for none. */
  readonly error: string;
  /** Queue: the file of the message on the node. */
  readonly path: string;
  /** Queue: the file with the header fields that the gateway added; empty for none. */
  readonly deltaPath: string;
  /** History: the queue id the row came from; undefined when it never had one. */
  readonly queueId: bigint | undefined;
  /** History: the answer of the other side, or why it was refused. */
  readonly description: string;
}

const utf8 = new TextEncoder();

/**
 * The record of a row as the API sends it: bytes where it says base64, absent where there is nothing to say. Only
 * what the WSDL declares is sent, because clients stumble over anything else.
 * @param localOffsetSeconds how far the node's local clock is ahead of UTC; the difference of msgts and msgts0
 */
export function toWireMessage(
  message: StoredMessage,
  source: MessageSource,
  localOffsetSeconds = 0,
): Message {
  return {
    id: message.id,
    msgid: message.messageId,
    msgactionid: message.actionId,
    msgts: message.receivedAt + localOffsetSeconds,
    msgts0: message.receivedAt,
    msgaction: message.action,
    msgfrom: message.from,
    msgto: message.to,
    msgsubject: utf8.encode(message.subject),
    msgfromserver: message.clientIp,
    msgsize: message.size,
    msglistener: message.listener,
    msgscore: { item: [...message.scores] },
    ...(message.metadata.length > 0 && { msgmetadata: { item: [...message.metadata] } }),
    ...(message.helo !== "" && { msghelo: message.helo }),
    ...(message.sasl !== "" && { msgsasl: message.sasl }),
    ...(message.transport !== "" && { msgtransport: message.transport }),
    ...(source === "queue" ? queueFields(message) : historyFields(message)),
  };
}

function queueFields(message: StoredMessage): Partial<Message> {
  return {
    msgretries: message.retries,
    ...(message.retryAt !== undefined && { msgretryts: message.retryAt }),
    ...(message.quarantine !== "" && { msgquarantine: message.quarantine }),
    ...(message.error !== "" && { msgerror: utf8.encode(message.error) }),
    ...(message.path !== "" && { msgpath: message.path }),
    ...(message.deltaPath !== "" && { msgdeltapath: message.deltaPath }),
  };
}

function historyFields(message: StoredMessage): Partial<Message> {
  return {
    ...(message.queueId !== undefined && { msgqueueid: message.queueId }),
    ...(message.description !== "" && { msgdescription: utf8.encode(message.description) }),
  };
}
