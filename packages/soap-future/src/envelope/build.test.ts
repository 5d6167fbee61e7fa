import { describe, expect, it } from "vitest";
import {
  builtin,
  complex,
  complexType,
  descriptorOf,
  element,
  message,
  namespace,
  sequence,
} from "../../test/sample-descriptor.ts";
import { type GlobalElementDescriptor } from "../descriptor.ts";
import { createEncoder } from "../schema/encode.ts";
import { type XmlElement } from "../xml/element.ts";
import { buildFaultEnvelope } from "./build-fault.ts";
import { buildEnvelope } from "./build.ts";

const descriptor = descriptorOf([
  complexType("Order", sequence(element("a", "int", { min: 0 }), element("b", "QName", { min: 0 }))),
  complexType("Reason", sequence(element("code", "int"))),
]);
const encoder = createEncoder(descriptor);
const global = (name: string, more: Partial<GlobalElementDescriptor> = {}): GlobalElementDescriptor => ({
  key: name,
  namespace: "urn:h",
  name,
  type: builtin("string"),
  nillable: false,
  ...more,
});
const inside = (xml: string, tag: string): string =>
  new RegExp(`<SOAP-ENV:${tag}>(.*)</SOAP-ENV:${tag}>`, "s").exec(xml)?.[1] ?? "";

describe("buildEnvelope", () => {
  it("writes the styles of a Body", () => {
    const body = (more: object, value: unknown): string =>
      inside(buildEnvelope(encoder, message(more), value), "Body");
    expect(body({}, { a: 1 })).toBe("<ns1:order><a>1</a></ns1:order>");
    expect(body({ body: "rpc" }, { a: 1 })).toBe("<ns1:order><a>1</a></ns1:order>");
    expect(body({ body: "parts", namespace: "", name: "" }, { a: 1 })).toBe("<a>1</a>");
    expect(body({ body: "parts", namespace: "", name: "" }, {})).toBe("");
    expect(body({ body: "rpc", use: "encoded" }, {})).toBe(
      '<ns1:order SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>',
    );
  });

  it("takes a descriptor as well, for a single message", () => {
    expect(buildEnvelope(descriptor, message(), { a: 1 })).toBe(buildEnvelope(encoder, message(), { a: 1 }));
  });

  it("declares the namespaces of names in values", () => {
    const xml = buildEnvelope(encoder, message(), { b: "{urn:b}x" });
    expect(xml).toContain(' xmlns:ns2="urn:b"');
    expect(inside(xml, "Body")).toBe("<ns1:order><b>ns2:x</b></ns1:order>");
  });

  it("is of the version of SOAP that is asked for", () => {
    expect(buildEnvelope({ ...descriptor, soapVersion: "1.2" }, message(), {})).toContain(
      '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"',
    );
    expect(buildEnvelope(encoder, message(), {}, { soapVersion: "1.2" })).toContain("2003/05");
  });

  const session: XmlElement = {
    namespace: "urn:s",
    name: "session",
    attributes: [
      { namespace: "http://schemas.xmlsoap.org/soap/envelope/", name: "mustUnderstand", value: "1" },
    ],
    children: ["p:x"],
    prefixes: { p: "urn:p" },
  };

  it("has declared headers by their keys, and others as they are", () => {
    const headers = [
      global("token"),
      global("gone", { nillable: true }),
      global("reason", { type: complex(1) }),
    ];
    const options = {
      soapHeaders: { reason: { code: 5 }, token: "a&b", gone: null },
      headerElements: [session],
    };
    expect(inside(buildEnvelope(encoder, message({ headers }), {}, options), "Header")).toBe(
      '<n1:session xmlns:p="urn:p" xmlns:n1="urn:s" xmlns:n2="http://schemas.xmlsoap.org/soap/envelope/" n2:mustUnderstand="1">p:x</n1:session>' +
        "<ns2:reason><code>5</code></ns2:reason><ns2:token>a&amp;b</ns2:token>" +
        '<ns2:gone xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>',
    );
    expect(
      buildEnvelope(encoder, message({ headers }), {}, { soapHeaders: { token: undefined } }),
    ).not.toContain("Header");
  });

  it.each([
    [{ nope: "x" }, "Header/nope"],
    [{ token: 5 }, "Header/token"],
    [{ token: null }, "Header/token"],
    [{ reason: {} }, "Header/reason/code"],
  ])("refuses the headers %j, and says where", (soapHeaders, path) => {
    const headers = [global("token"), global("reason", { type: complex(1) })];
    expect(() => buildEnvelope(encoder, message({ headers }), {}, { soapHeaders })).toThrowError(
      expect.objectContaining({ code: "encode", context: { path } }) as Error,
    );
  });
});

describe("buildFaultEnvelope", () => {
  const fault = {
    faultcode: "SOAP-ENV:Client",
    faultstring: "No <b> \u0000",
    faultactor: "urn:a",
    detail: { reason: "x", "a b": "y" },
  };

  it("is a fault of SOAP 1.1, whatever its words are", () => {
    expect(inside(buildFaultEnvelope(fault), "Fault")).toBe(
      "<faultcode>SOAP-ENV:Client</faultcode><faultstring>No &lt;b&gt; \ufffd</faultstring><faultactor>urn:a</faultactor><detail><reason>x</reason></detail>",
    );
    const custom = buildFaultEnvelope({ faultcode: "{urn:c}Full", faultstring: "" });
    expect(custom).toContain('xmlns:ns1="urn:c"');
    expect(custom).toContain("<faultcode>ns1:Full</faultcode>");
  });

  it("is a fault of SOAP 1.2", () => {
    expect(inside(buildFaultEnvelope(fault, { soapVersion: "1.2" }), "Fault")).toBe(
      "<SOAP-ENV:Code><SOAP-ENV:Value>SOAP-ENV:Sender</SOAP-ENV:Value></SOAP-ENV:Code>" +
        '<SOAP-ENV:Reason><SOAP-ENV:Text xml:lang="en">No &lt;b&gt; \ufffd</SOAP-ENV:Text></SOAP-ENV:Reason>' +
        "<SOAP-ENV:Role>urn:a</SOAP-ENV:Role><SOAP-ENV:Detail><reason>x</reason></SOAP-ENV:Detail>",
    );
  });

  it.each([
    ["SOAP-ENV:Server", "Receiver", ""],
    ["Client.Auth", "Sender", "Client.Auth"],
    ["{urn:c}Full", "Receiver", "ns1:Full"],
    ["{http://www.w3.org/2003/05/soap-envelope}Sender", "Sender", ""],
    ["no name at all", "Receiver", ""],
    ["constructor", "Receiver", "constructor"],
  ])("has for the code %s that of SOAP 1.2", (faultcode, code, sub) => {
    const xml = buildFaultEnvelope({ faultcode, faultstring: "" }, { soapVersion: "1.2" });
    const subcode =
      sub === "" ? "" : `<SOAP-ENV:Subcode><SOAP-ENV:Value>${sub}</SOAP-ENV:Value></SOAP-ENV:Subcode>`;
    expect(inside(xml, "Code")).toBe(`<SOAP-ENV:Value>SOAP-ENV:${code}</SOAP-ENV:Value>${subcode}`);
  });

  it("has declared details by schema, and others as they are", () => {
    const faults = [global("reason", { type: complex(1) })];
    const other: XmlElement = { namespace: "", name: "more", attributes: [], children: [] };
    const errors: unknown[] = [];
    const write = (detail: Record<string, unknown>): string =>
      /<detail>(.*)<\/detail>/.exec(
        buildFaultEnvelope({ ...fault, detail }, { encoder, faults, onError: (error) => errors.push(error) }),
      )?.[1] ?? "";
    expect(write({ reason: { code: 5 }, text: "t", x: other, y: [other, other], z: 5 })).toBe(
      "<ns1:reason><code>5</code></ns1:reason><text>t</text><more/><more/><more/>",
    );
    expect(errors).toEqual([]);
    expect(write({ reason: { code: "x" }, text: "t" })).toBe("<text>t</text>");
    expect(errors).toEqual([
      expect.objectContaining({ code: "encode", context: { path: "detail/reason/code" } }),
    ]);
    expect(write({ x: { ...other, name: "a b" }, text: "t" })).toBe("<text>t</text>");
  });
});

it(`uses the namespace ${namespace}`, () => {
  expect(buildEnvelope(encoder, message(), {})).toContain(` xmlns:ns1="${namespace}"`);
});
