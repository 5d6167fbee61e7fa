import { parse, simplify, type TNode } from "txml/txml";
import { type Contender } from "../benchmark.ts";
import { soapContender } from "./soap-contender.ts";

/** A fast XML parser that checks little: only end tags. No entities, no namespaces, no types. */
export function createContender(): Contender {
  return soapContender({
    name: "txml (no types)",
    cases: ["decode"],
    open: () => ({ decode }),
    wrongTypes: ({ id }) => (typeof id === "string" ? undefined : "no text"),
  });
}

interface Answer {
  readonly "SOAP-ENV:Envelope": {
    readonly "SOAP-ENV:Body": { readonly "ns1:mailQueueResponse": { result: { item: unknown[] } } };
  };
}

function decode(envelope: Buffer): readonly unknown[] {
  const answer = simplify(parse(envelope.toString()) as TNode[]) as unknown as Answer;
  return answer["SOAP-ENV:Envelope"]["SOAP-ENV:Body"]["ns1:mailQueueResponse"].result.item;
}
