import { type Message, type PairList } from "../generated/service.gen.ts";

/** One scan result of a message. */
export interface MessageScore {
  /** Number of the scan engine, as text: `0` is SpamAssassin. */
  readonly engine: string;
  readonly score: number;
  /** Rules, virus names or a reference id, as the engine has them. */
  readonly text: string;
}

/** A queue or history record in plain values. Absent fields were not said by the node. */
export interface GatewayMessage {
  /** Queue id, or history id, as text: 64 bits. */
  readonly id: string;
  readonly messageId: string;
  readonly actionId: number;
  /** Reception time, Unix seconds. */
  readonly receivedAt: number;
  /** The same as the node's local clock would count it: where `searchlog` begins to look. */
  readonly receivedAtLocal: number;
  readonly action: string;
  /** Envelope sender; the empty string is the null sender of a bounce (RFC 5321 section 4.5.5). */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly ip: string;
  readonly helo?: string;
  readonly sasl?: string;
  readonly sizeBytes?: number;
  readonly listener?: string;
  readonly transport?: string;
  readonly quarantine?: string;
  readonly retries?: number;
  /** When delivery is tried next, Unix seconds; only while the message waits for it. */
  readonly retryAt?: number;
  /** The last delivery error of a queued message. */
  readonly error?: string;
  /** Result text of a history row. */
  readonly description?: string;
  /** The queue id that a history row came from. */
  readonly queueId?: string;
  readonly scores: readonly MessageScore[];
  /** Message file on the node. */
  readonly path?: string;
  /** File with the header changes; absent where the gateway changed none. */
  readonly deltaPath?: string;
  /** What scripts noted about the message; absent where they noted nothing. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Turns a record of the wire into plain values: base64 to text, ids to text, lists to arrays. */
export function toGatewayMessage(record: Message): GatewayMessage {
  return {
    id: String(record.id),
    messageId: record.msgid,
    actionId: record.msgactionid,
    receivedAt: Number(record.msgts0),
    receivedAtLocal: Number(record.msgts),
    action: record.msgaction,
    from: record.msgfrom,
    to: record.msgto,
    subject: text(record.msgsubject) ?? "",
    ip: record.msgfromserver,
    scores: (record.msgscore?.item ?? []).map(({ first, second }) => toScore(first, second)),
    ...present("helo", record.msghelo),
    ...present("sasl", record.msgsasl),
    ...present("sizeBytes", record.msgsize === undefined ? undefined : Number(record.msgsize)),
    ...present("listener", record.msglistener),
    ...present("transport", record.msgtransport),
    ...present("quarantine", record.msgquarantine),
    ...present("retries", record.msgretries),
    ...present("retryAt", record.msgretryts === undefined ? undefined : Number(record.msgretryts)),
    ...present("error", text(record.msgerror)),
    ...present("description", text(record.msgdescription)),
    ...present("queueId", record.msgqueueid === undefined ? undefined : String(record.msgqueueid)),
    ...present("path", record.msgpath),
    ...present("deltaPath", record.msgdeltapath),
    ...present("metadata", toMetadata(record.msgmetadata)),
  };
}

/** Subjects come from strangers: bytes that are not UTF-8 become U+FFFD, and cost nothing else. */
function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** `fromEntries` makes even `__proto__` a property like any other. */
function toMetadata(pairs: PairList | undefined): Record<string, string> | undefined {
  if (pairs === undefined || pairs.item.length === 0) return undefined;
  return Object.fromEntries(pairs.item.map(({ first, second }) => [first, second]));
}

function toScore(engine: string, value: string): MessageScore {
  const bar = value.indexOf("|");
  return {
    engine,
    score: Number(bar === -1 ? value : value.slice(0, bar)),
    text: bar === -1 ? "" : value.slice(bar + 1),
  };
}

/** An optional property: left out when the node did not say it, or said nothing. */
function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined || value === "" ? {} : ({ [key]: value } as Record<K, V>);
}
