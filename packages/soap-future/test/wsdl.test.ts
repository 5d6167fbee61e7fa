import { describe, expect, it } from "vitest";
import { generateTypes, parseWsdl, SoapError } from "../src/index.ts";
import { fieldsOfType } from "../src/schema/fields.ts";
import { shop, shopWsdl } from "./shop.ts";

describe("parseWsdl", () => {
  it("reads a document/literal WSDL into plain data", () => {
    expect(shop).toMatchObject({
      name: "Shop",
      targetNamespace: "urn:shop",
      port: "ShopSoap",
      location: "http://elsewhere.example/shop",
    });
    expect(shop.operations.map(({ name, soapAction }) => [name, soapAction])).toEqual([
      ["find", "urn:shop#find"],
      ["ping", ""],
    ]);
    expect(structuredClone(shop)).toEqual(shop);
    expect(JSON.parse(JSON.stringify(shop))).toEqual(shop);
  });

  it("lets a type hold itself", () => {
    const row = shop.types.findIndex((type) => type.name === "Row");
    const parent = fieldsOfType(shop.types[row]).find(({ key }) => key === "parent");
    expect(parent).toMatchObject({ element: { type: { kind: "complex", index: row } } });
  });

  it.each([
    [
      "a document type declaration",
      (wsdl: string) => wsdl.replace("<definitions", "<!DOCTYPE x><definitions"),
      "wsdl_parse",
    ],
    ["XML that is cut", (wsdl: string) => wsdl.slice(0, -40), "wsdl_parse"],
    ["something else", () => "<html></html>", "wsdl_parse"],
    [
      "a type that is not defined",
      (wsdl: string) => wsdl.replaceAll('"tns:Row"', '"tns:Missing"'),
      "wsdl_parse",
    ],
    [
      "an element that is not declared",
      (wsdl: string) => wsdl.replace('element="tns:ping"', 'element="tns:pong"'),
      "wsdl_parse",
    ],
    [
      "a prefix that is not declared",
      (wsdl: string) => wsdl.replace('type="tns:Row"', 'type="x:Row"'),
      "wsdl_parse",
    ],
    [
      "an unknown builtin type",
      (wsdl: string) => wsdl.replaceAll("xsd:base64Binary", "xsd:gCentury"),
      "wsdl_unsupported",
    ],
    ["rpc style", (wsdl: string) => wsdl.replace('style="document"', 'style="rpc"'), "wsdl_unsupported"],
    ["encoded bodies", (wsdl: string) => wsdl.replace('use="literal"', 'use="encoded"'), "wsdl_unsupported"],
    [
      "an operation of rpc style",
      (wsdl: string) => wsdl.replace('soapAction="urn:shop#find"', '$& style="rpc"'),
      "wsdl_unsupported",
    ],
  ])("refuses %s, and never falls back to something untyped", (_, change, code) => {
    const changed = change(shopWsdl);
    expect(changed).not.toBe(shopWsdl);
    expect(() => parseWsdl(changed)).toThrowError(SoapError);
    expect(() => parseWsdl(changed)).toThrowError(expect.objectContaining({ code }));
  });

  it("says where an unsupported construct stands", () => {
    expect(() => parseWsdl(shopWsdl.replaceAll("xsd:base64Binary", "xsd:anyThing"))).toThrowError(
      expect.objectContaining({
        reason: "the type {http://www.w3.org/2001/XMLSchema}anyThing is not supported (service.wsdl:9)",
        context: {
          path: "definitions/types/schema/complexType/sequence/element",
          file: "bundle:/service.wsdl",
          line: 9,
        },
      }),
    );
  });
});

describe("generateTypes", () => {
  it("writes what the decoder gives", () => {
    expect(generateTypes(shop)).toMatchInlineSnapshot(`
      "// Generated from a WSDL. Do not edit: change the WSDL and generate again.

      /** The operations of Shop, namespace urn:shop. */
      export type ShopService = {
        /** Finds rows. */
        find: { input: Find; output: FindResponse };
        ping: { input: Ping; output: PingResponse };
      };

      export interface Find {
        /** What to find. */
        filter: string;
        limit?: number;
      }

      export interface FindResponse {
        result: FindResponse_result;
        total?: number | bigint;
      }

      export interface FindResponse_result {
        item: Row[];
      }

      export interface Row {
        id: number | bigint;
        name?: string;
        data?: Uint8Array;
        tags: string[];
        parent?: Row;
        note?: string | null;
      }

      export interface Ping {
      }

      export interface PingResponse {
      }
      "
    `);
  });
});
