import { describe, expect, it } from "vitest";
import { createSoapClient, type SchemalessClient, SoapError } from "../src/index.ts";
import { setHeaders } from "../src/interceptors/index.ts";
import {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "../src/testing/index.ts";

/** As PHP's SoapServer answers. */
const answer = (content: string, name = "addResponse"): InMemoryResponse => ({
  body: `<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:calc" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/" SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><SOAP-ENV:Body><ns1:${name}>${content}</ns1:${name}></SOAP-ENV:Body></SOAP-ENV:Envelope>
`,
});

function clientOf(response: InMemoryResponse): { client: SchemalessClient; transport: InMemoryTransport } {
  const transport = createInMemoryTransport(() => response);
  const client = createSoapClient({ uri: "urn:calc", transport, interceptors: [setHeaders({ "X-A": "1" })] });
  return { client, transport };
}

const failure = async (promise: PromiseLike<unknown>): Promise<SoapError> => {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(reason).toBeInstanceOf(SoapError);
  return reason as SoapError;
};

describe("a client without a WSDL", () => {
  it("calls whatever is named, with arguments by name or in their order", async () => {
    const { client, transport } = clientOf(answer('<return xsi:type="xsd:int">3</return>'));
    const future = client.future().add?.([1, 2]);
    expect(await future).toBe(3);
    expect(future?.meta).toMatchObject({ operation: "add", httpStatus: 200, attempts: 1 });
    expect(transport.requests[0]?.headers).toEqual({
      "Content-Type": "text/xml; charset=utf-8",
      SOAPAction: '"urn:calc#add"',
      "X-A": "1",
    });
    expect(transport.requests[0]?.body).toContain("param0");
    expect(await client.call("add", { a: 1, b: 2 })).toBe(3);
    expect(transport.requests[1]?.body).toMatch(/<a [^>]*>1<\/a><b [^>]*>2<\/b>/);
  });

  it("gives the only value of an answer, an object of several, or nothing", async () => {
    expect(await clientOf(answer("")).client.call("add")).toBeUndefined();
    const several = answer('<a xsi:type="xsd:string">x</a><b xsi:type="xsd:boolean">true</b>');
    expect(await clientOf(several).client.call("add")).toEqual({ a: "x", b: true });
    const array = answer(
      '<r SOAP-ENC:arrayType="xsd:int[2]" xsi:type="SOAP-ENC:Array"><item xsi:type="xsd:int">1</item><item xsi:type="xsd:int">2</item></r>',
    );
    expect(await clientOf(array).client.call("add")).toEqual([1, 2]);
  });

  it("rejects with faults, and refuses what cannot be sent", async () => {
    const fault = {
      status: 500,
      body: '<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body><S:Fault><faultcode>S:Server</faultcode><faultstring>no</faultstring></S:Fault></S:Body></S:Envelope>',
    };
    expect(await failure(clientOf(fault).client.call("add"))).toMatchObject({
      code: "fault",
      httpStatus: 500,
    });
    const { client, transport } = clientOf(answer(""));
    expect((await failure(client.call("not a name"))).code).toBe("encode");
    expect((await failure(client.call("add", {}, { soapHeaders: { a: 1 } }))).code).toBe("encode");
    expect(transport.requests).toEqual([]);
  });

  it("can be awaited, and has no operation by the name of what is not there for promises", async () => {
    const { client } = clientOf(answer(""));
    expect(await client).toBe(client);
    const methods = client.future();
    expect(await methods).toBe(methods);
    expect(await client.call("then")).toBeUndefined();
  });

  it("speaks SOAP 1.2, and says the action that it is told", async () => {
    const transport = createInMemoryTransport(() => ({
      contentType: "application/soap+xml",
      body: '<S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope"><S:Body><r/></S:Body></S:Envelope>',
    }));
    const client = createSoapClient({
      uri: "u",
      transport,
      soapVersion: "1.2",
      soapAction: (name) => `do:${name}`,
    });
    await client.call("x");
    expect(transport.requests[0]?.headers["Content-Type"]).toBe(
      'application/soap+xml; charset=utf-8; action="do:x"',
    );
  });

  it("takes a location, without credentials in it", () => {
    expect(() => createSoapClient({ uri: "u", location: "https://a:b@c.example/" })).toThrow(
      /\[invalid_argument\]/,
    );
    expect(createSoapClient({ uri: "u", location: "https://c.example/soap?x=1" }).endpoint).toBe(
      "https://c.example/soap",
    );
  });
});
