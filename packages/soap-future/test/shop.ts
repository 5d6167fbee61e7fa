import { readFileSync } from "node:fs";
import { parseWsdl } from "../src/index.ts";

export const shopWsdl = readFileSync(new URL("fixtures/shop.wsdl", import.meta.url), "utf8");
export const shop = parseWsdl(shopWsdl);

export interface Row {
  id: number | bigint;
  name?: string;
  data?: Uint8Array;
  tags: string[];
  parent?: Row;
  note?: string | null;
}

export type ShopService = {
  find: {
    input: { filter: string; limit?: number };
    output: { result: { item: Row[] }; total?: number | bigint };
  };
  ping: { input: object; output: object };
};

/** An envelope around a body, as another implementation would write it: other prefixes, an empty header. */
export function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/" xmlns:q="urn:shop"><S:Header/>\n<S:Body>${body}</S:Body></S:Envelope>`;
}

export const faultBody = (code: string, text: string): string =>
  `<S:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring><detail><reason>because</reason></detail></S:Fault>`;
