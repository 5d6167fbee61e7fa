import { XMLParser } from "fast-xml-parser";
import { type Contender } from "../benchmark.ts";
import { soapContender } from "./soap-contender.ts";

interface Envelope {
  readonly Envelope: { Body: { mailQueueResponse: { result: { item: unknown[] } } } };
}

/** An XML parser alone. It knows no schema: what looks like a number becomes one, and base64 stays text. */
export function createContender(): Contender {
  const parser = new XMLParser({
    removeNSPrefix: true,
    parseTagValue: true,
    isArray: (name) => name === "item",
  });
  return soapContender({
    name: "fast-xml-parser",
    cases: ["decode"],
    open: () => ({
      decode: (envelope) => (parser.parse(envelope) as Envelope).Envelope.Body.mailQueueResponse.result.item,
    }),
  });
}
