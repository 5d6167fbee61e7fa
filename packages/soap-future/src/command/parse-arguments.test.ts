import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { SoapError } from "../errors.ts";
import { fileLoader } from "../wsdl/file-loader.ts";
import { parseWsdl } from "../wsdl/parse.ts";
import { parseArguments } from "./parse-arguments.ts";

const root = fileURLToPath(new URL("../../test/fixtures/orders/", import.meta.url));
const orders = parseWsdl(readFileSync(join(root, "orders.wsdl"), "utf8"), fileLoader(root), {
  location: pathToFileURL(join(root, "orders.wsdl")).href,
});
const [place] = orders.operations;
const folder = mkdtempSync(join(tmpdir(), "soap-future-arguments-"));
afterAll(() => rmSync(folder, { recursive: true }));

function parse(...words: string[]): unknown {
  if (!place) throw new Error("the WSDL has no operation");
  return parseArguments(orders, place, words);
}

function problem(...words: string[]): string {
  try {
    parse(...words);
  } catch (error) {
    if (error instanceof SoapError) return `${error.code}: ${error.reason}`;
    throw error;
  }
  return "none";
}

describe("parseArguments", () => {
  it("takes attributes, items and the values of both", () => {
    const words = [
      "order.@id=9007199254740993",
      "order.line[0].sku=a",
      "order.line[1].sku=b=c",
      "order.@speed=fast",
    ];
    expect(parse(...words)).toEqual({
      order: { "@id": 9007199254740993n, "@speed": "fast", line: [{ sku: "a" }, { sku: "b=c" }] },
    });
  });

  it("takes the items of a repeated simple element one after another or by their places", () => {
    expect(parse("order.tag=a", "order.tag=b")).toEqual({ order: { tag: ["a", "b"] } });
    expect(parse("order.tag[0]=a", "order.tag[1]=b")).toEqual({ order: { tag: ["a", "b"] } });
  });

  it("takes text with attributes, lists, repeated groups and derived types", () => {
    expect(
      parse("order.line[0].price=1.50", "order.line[1].price.$=2", "order.line[1].price.@currency=CHF"),
    ).toEqual({
      order: { line: [{ price: { $: "1.50" } }, { price: { $: "2", "@currency": "CHF" } }] },
    });
    expect(parse("order.line[0].sizes=1 2 3")).toEqual({ order: { line: [{ sizes: [1, 2, 3] }] } });
    expect(parse("order.$choice[0].weight=1.5", "order.$choice[1].count=2")).toEqual({
      order: { $choice: [{ weight: 1.5 }, { count: 2 }] },
    });
    expect(parse("order.line[0].$type={urn:orders:types}Gift", "order.line[0].card=Hello")).toEqual({
      order: { line: [{ $type: "{urn:orders:types}Gift", card: "Hello" }] },
    });
  });

  it("takes JSON, with bytes as base64, and null for nil", () => {
    expect(parse('order:={"@id": 1, "photo": "AQI=", "line": [{"sku": "x"}]}')).toEqual({
      order: { "@id": 1, photo: Uint8Array.of(1, 2), line: [{ sku: "x" }] },
    });
    expect(parse('order.line:=[{"sku": "x"}]', "order.note.text:=null")).toEqual({
      order: { line: [{ sku: "x" }], "note.text": null },
    });
    expect(parse('order.$choice:=[{"weight": "INF"}]')).toEqual({
      order: { $choice: [{ weight: Infinity }] },
    });
  });

  it("takes the bytes of a file for a binary type, and no file for text", () => {
    const file = join(folder, "photo");
    writeFileSync(file, Uint8Array.of(0, 255));
    expect(parse(`order.photo=@${file}`, "order.note.text=@home")).toEqual({
      order: { photo: Uint8Array.of(0, 255), "note.text": "@home" },
    });
    expect(problem("order.photo=@/nowhere/photo")).toBe(
      "invalid_argument: /nowhere/photo cannot be read: ENOENT",
    );
  });

  it.each([
    [["order.@speed=medium"], 'it is none of "slow", "fast"'],
    [["order.@id=x"], "encode: "],
    [["order.colour=x"], "possible here are line, tag, note.text, photo, $choice, @id, @speed"],
    [["order=x"], "has elements in it"],
    [["order.line.sku=x"], "order.line is repeated: say which item is meant, as in order.line[0]"],
    [["order.line[1].sku=x"], "comes after an item that is not given: the next is 0"],
    [["order.@id[0]=1"], "it has no items"],
    [["order.@id=1", "order.@id=2"], "order.@id is given twice"],
    [["order.line:=[]", "order.line:=[]"], "order.line is given twice"],
    [["order.@id.x=1"], "@id has no elements in it"],
    [["order:={"], "order: not JSON"],
    [["order.line[0]=x"], "order.line[0] has elements in it"],
    [["__proto__.x=1"], "possible here are order, coupon, card, pin"],
  ])("refuses %j and says why", (words, text) => {
    expect(problem(...words)).toContain(text);
  });
});
