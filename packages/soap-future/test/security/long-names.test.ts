import { describe, expect, it } from "vitest";
import { createSoapClient, parseWsdl } from "../../src/index.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { failure, schemaWsdl } from "../fixtures/wsdl/small.ts";
import { envelope, shop, type ShopService } from "../shop.ts";

const n = "n".repeat(30_000);
const found = (content: string): string =>
  envelope(`<q:findResponse><result>${content}</result></q:findResponse>`);
const instance = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"';

describe("an error about a name that never ends", () => {
  it.each([
    ["an element that is not closed", found(`<${n}></item>`)],
    ["an end tag of nothing", found(`</${n}>`)],
    ["a prefix that nobody declared", found(`<${n}:a/>`)],
    ["an attribute twice", found(`<a ${n}="1" ${n}="2"/>`)],
    ["a prefix twice", found(`<a xmlns:${n}="u" xmlns:${n}="v"/>`)],
    ["a name that is none", found(`<1${n}/>`)],
    ["an entity", found(`&${n};`)],
    ["an element inside a value", found(`<item><id><${n}/></id></item>`)],
    ["a value that is none", found(`<item><id>${n}</id></item>`)],
    ["a type", found(`<item ${instance} i:type="${n}"/>`)],
    ["a prefix of a type", found(`<item ${instance} i:type="${n}:a"/>`)],
    ["another root", `<${n}/>`],
    [
      "another child of the envelope",
      `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><${n}/></S:Envelope>`,
    ],
    ["another answer", envelope(`<${n}/>`)],
    ["another answer of another namespace", envelope(`<a xmlns="${n}"/>`)],
    [
      "a header that must be understood",
      envelope("").replace("<S:Header/>", `<S:Header><${n} S:mustUnderstand="1"/></S:Header>`),
    ],
    ["an encoding", `<?xml version="1.0" encoding="${n}"?><a/>`],
    ["an instruction", `<?${n} ?><a/>`],
    ["a media type", ""],
  ])("shows its beginning only: %s", async (what, body) => {
    const contentType = what === "a media type" ? n : "text/xml";
    const transport = createInMemoryTransport(() => ({ body, contentType }));
    const client = createSoapClient<ShopService>({ descriptor: shop, transport });
    const settled = await client.future().find({ filter: "" }).settled();
    if (settled.status === "ok") throw new Error("nothing was wrong");
    expect(settled.error.message.length).toBeLessThan(1000);
    expect(settled.error.context.path?.length ?? 0).toBeLessThan(1000);
  });

  it("shows the beginning of a path without a WSDL", async () => {
    const type = 'i:type="x:int" xmlns:x="http://www.w3.org/2001/XMLSchema"';
    const body = envelope(`<a ${instance}><${n}><${n} ${type}>x</${n}></${n}></a>`);
    const transport = createInMemoryTransport(() => ({ body }));
    const call = createSoapClient({ uri: "urn:x", transport }).future()["a"]?.();
    const settled = await call?.settled();
    if (settled?.status !== "failed") throw new Error("nothing was wrong");
    expect(settled.error.code).toBe("decode");
    expect(settled.error.message.length).toBeLessThan(1200);
  });

  it.each([
    ["a type that is not there", `<xsd:element name="in" type="t:${n}"/>`],
    ["a prefix that is not there", `<xsd:element name="in" type="${n}:a"/>`],
    ["an element that is none", `<xsd:${n}/>`],
    [
      "a number that is none",
      `<xsd:element name="in"><xsd:complexType><xsd:sequence><xsd:element name="a" type="xsd:int" maxOccurs="${n}"/></xsd:sequence></xsd:complexType></xsd:element>`,
    ],
    ["a component twice", `<xsd:complexType name="${n}"/><xsd:complexType name="${n}"/>`],
    ["a location", `<xsd:include schemaLocation="${n}"/>`],
  ])("of a WSDL shows its beginning only: %s", (_, schema) => {
    expect(failure(() => parseWsdl(schemaWsdl(schema))).message.length).toBeLessThan(1000);
  });
});
