import { describe, expect, it } from "vitest";
import { createSoapClient, SoapError } from "../../src/index.ts";
import { builtinTypes } from "../../src/descriptor.ts";
import { createSimpleTypes } from "../../src/schema/simple.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { envelope, shop, type ShopService } from "../shop.ts";

const size = 100_000;
/** What expressions with nested or neighbouring repetitions stumble over. */
const units = ["1", " ", "a", "-", ".", "0", "a:", "=", "+", "é", "a ", "1 ", "\n", "P1"];
const frames: ((text: string) => string)[] = [
  (text) => text,
  (text) => `${text}!`,
  (text) => `2026-01-01T00:00:00.${text}`,
  (text) => `P${text}`,
];

describe("values of great length", () => {
  // One that looks at each character again for each of the others would need minutes.
  it.each(builtinTypes)("of xsd:%s are read in time that grows with their length", (name) => {
    const codec = createSimpleTypes({ simpleTypes: [] }).codec({ kind: "builtin", name });
    for (const unit of units) {
      for (const frame of frames) {
        try {
          codec.decode(frame(unit.repeat(size / unit.length)), "value", () => "urn:x");
        } catch (error) {
          expect(error).toBeInstanceOf(SoapError);
          // Whatever it was, an error shows its beginning only.
          expect((error as SoapError).message.length).toBeLessThan(300);
        }
      }
    }
  });
});

describe("an answer", () => {
  const read = async (content: string, pieceBytes: number): Promise<string> => {
    const whole = Buffer.from(envelope(`<q:findResponse><result>${content}</result></q:findResponse>`));
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < whole.length; at += pieceBytes) pieces.push(whole.subarray(at, at + pieceBytes));
    const transport = createInMemoryTransport(() => ({ body: pieces }));
    const client = createSoapClient<ShopService>({ descriptor: shop, transport });
    const settled = await client.future().find({ filter: "" }).settled();
    return settled.status;
  };
  const text = (inner: string): string => `<item><id>1</id><name>${inner}</name></item>`;

  it.each<[what: string, content: string, status: string]>([
    ["one long text", text("x".repeat(2_000_000)), "ok"],
    ["one long text beyond ASCII", text("ß".repeat(500_000)), "ok"],
    ["one long CDATA section", text(`<![CDATA[${"]".repeat(1_000_000)}]]>`), "ok"],
    ["brackets that may end a section", text("]".repeat(1_000_000)), "ok"],
    ["references", text("&#x41;".repeat(200_000)), "ok"],
    ["a reference without end", text(`&${"a".repeat(1_000_000)}`), "failed"],
    ["one long comment", `<!--${"- ".repeat(30_000)}-->`, "ok"],
    ["a tag without end", `<item ${"a ".repeat(500_000)}`, "failed"],
    ["spaces between elements", " ".repeat(2_000_000), "ok"],
    ["rows", "<item><id>1</id></item>".repeat(50_000), "ok"],
    ["rows that begin alike and differ", "<item><id>1</id><name/><xdata/></item>".repeat(30_000), "ok"],
    ["unknown names", Array.from({ length: 50_000 }, (_, index) => `<x${index}/>`).join(""), "ok"],
    [
      "a prefix for each row",
      Array.from({ length: 20_000 }, (_, i) => `<p${i}:x xmlns:p${i}="urn:${i}"/>`).join(""),
      "ok",
    ],
    ["base64", `<item><id>1</id><data>${"QUJD".repeat(500_000)}</data></item>`, "ok"],
    ["base64 in lines", `<item><id>1</id><data>${"QUJD\n".repeat(400_000)}</data></item>`, "ok"],
    ["a number of many digits", `<item><id>${"1".repeat(1_000_000)}</id></item>`, "failed"],
  ])("of %s is read in small pieces as in large ones", async (_, content, status) => {
    // Pieces of 512 bytes: what is looked at again for each of thousands of pieces would not end.
    expect(await read(content, 512)).toBe(status);
    expect(await read(content, 65_536)).toBe(status);
  });
});
