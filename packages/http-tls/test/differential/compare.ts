import { HttpTlsError } from "../../src/errors.ts";
import { RequestParser, ResponseParser } from "../../src/wire/index.ts";
import { type Outcome, run } from "../conformance/corpus.ts";
import { type NodeMessage, type NodeServerReader, readWithNodeClient } from "./node-parser.ts";

/** A message, and the end of the connection behind it. */
export interface Input {
  readonly message: "request" | "response";
  readonly requestMethod?: string | undefined;
  readonly bytes: Uint8Array;
  /** The bytes, each as one character. */
  readonly text: string;
}

/** What both made of one message; a text is the error of one that refused it. */
export interface Comparison {
  readonly input: Input;
  readonly ours: NodeMessage | string;
  readonly node: NodeMessage | string;
  /** What differs: `refusal`, or parts of a message that both accepted. Empty when nothing does. */
  readonly parts: readonly ("refusal" | keyof NodeMessage)[];
}

/**
 * Reads one message with both parsers, ours with no leniency. Node gets the bytes that belong to the message in our
 * view: if it sees the end elsewhere, it will wait for more, or find another message.
 */
export async function compare(
  { message, requestMethod, bytes }: Omit<Input, "text">,
  server: NodeServerReader,
): Promise<Comparison> {
  const setup = { message, close: true, ...(requestMethod === undefined ? {} : { requestMethod }) } as const;
  const outcome = run(setup, [bytes]);
  const own = outcome.error === undefined ? bytes.subarray(0, bytes.length - outcome.leftover) : bytes;
  const input = { message, requestMethod, bytes: own, text: Buffer.from(own).toString("latin1") };
  const theirs =
    message === "request" ? await server.read(own) : await readWithNodeClient(own, requestMethod);
  const ours = outcome.error === undefined ? messageOf(outcome) : refusalOf(input);
  const node = theirs.error ?? theirs.message;
  return { input, ours, node, parts: differences(ours, node) };
}

function differences(ours: NodeMessage | string, node: NodeMessage | string): Comparison["parts"] {
  if (typeof ours === "string" && typeof node === "string") return [];
  if (typeof ours === "string" || typeof node === "string") return ["refusal"];
  const parts = Object.keys(ours) as (keyof NodeMessage)[];
  return parts.filter((part) => JSON.stringify(ours[part]) !== JSON.stringify(node[part]));
}

function messageOf({ events }: Outcome): NodeMessage {
  let message: NodeMessage = {
    ...nothing,
    interim: events.flatMap((e) => ("interim" in e ? [e.interim] : [])),
  };
  for (const event of events) {
    if ("data" in event) message = { ...message, body: message.body + event.data };
    else if ("end" in event) message = { ...message, trailers: event.end };
    else if ("head" in event) {
      const { httpMinor = 0, status, reason, method, target, fields = [] } = event.head;
      message = { ...message, httpVersion: `1.${httpMinor}`, status, reason, method, target, fields };
    }
  }
  return message;
}

const nothing: NodeMessage = {
  httpVersion: "",
  status: undefined,
  reason: undefined,
  method: undefined,
  target: undefined,
  fields: [],
  trailers: [],
  body: "",
  interim: [],
};

/** The words of our error, which tell why. */
function refusalOf({ message, requestMethod, bytes }: Input): string {
  const parser =
    message === "request"
      ? new RequestParser()
      : new ResponseParser(requestMethod === undefined ? {} : { requestMethod });
  try {
    parser.push(bytes, () => {});
    parser.end(() => {});
  } catch (error) {
    if (error instanceof HttpTlsError) return error.message;
    throw error;
  }
  throw new Error("refused once, and not the second time");
}
