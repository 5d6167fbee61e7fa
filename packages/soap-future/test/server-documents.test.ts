import { createServer } from "node:http";
import { once } from "node:events";
import { type AddressInfo } from "node:net";
import { onTestFinished, describe, expect, it } from "vitest";
import { parseWsdl, SoapClient } from "../src/index.ts";
import { createSoapService, type DocumentOptions } from "../src/server/index.ts";
import { locationsIn } from "../src/server/locations.ts";

const namespaces =
  'xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t"';

const wsdl = `<?xml version="1.0"?>
<!-- <xsd:import schemaLocation="types/main.xsd"/> -->
<definitions name="T" targetNamespace="urn:t" ${namespaces}>
 <import namespace="urn:p" location='port type.wsdl'/>
 <types><xsd:schema targetNamespace="urn:w"><xsd:import namespace="urn:t" schemaLocation = "types/main.xsd#x"/></xsd:schema></types>
 <binding name="B" type="p:P" xmlns:p="urn:p"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
  <operation name="op"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
 </binding>
 <service name="S">
  <port name="Here" binding="t:B"><soap:address location="http://old.example/?a=1&amp;b=2"/></port>
  <port name="There" binding="t:B"><soap:address location='http://there.example/'/></port>
 </service>
</definitions>`;

const documents = {
  "port type.wsdl": `<definitions targetNamespace="urn:p" ${namespaces}>
 <message name="in"><part name="p" element="t:op"/></message><message name="out"><part name="p" element="t:opResponse"/></message>
 <portType name="P"><operation name="op"><input message="p:in" xmlns:p="urn:p"/><output message="p:out" xmlns:p="urn:p"/></operation></portType>
</definitions>`,
  "types/main.xsd": `<xsd:schema targetNamespace="urn:t" ${namespaces}><xsd:include schemaLocation="../more/types.xsd"/>
 <xsd:annotation><xsd:documentation>&lt;import schemaLocation="main.xsd"/></xsd:documentation></xsd:annotation>
 <xsd:element name="op"><xsd:complexType><xsd:sequence><xsd:element name="n" type="t:N"/></xsd:sequence></xsd:complexType></xsd:element>
 <xsd:element name="opResponse"><xsd:complexType><xsd:sequence><xsd:element name="n" type="t:N"/></xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema>`,
  "more/types.xsd": `<xsd:schema ${namespaces}><xsd:include schemaLocation="../types/main.xsd"/><xsd:simpleType name="N"><xsd:restriction base="xsd:int"/></xsd:simpleType></xsd:schema>`,
};

async function serve(options: Partial<DocumentOptions> = {}): Promise<string> {
  const descriptor = parseWsdl(
    wsdl,
    (location) => {
      const name = decodeURIComponent(location.slice("bundle:/".length)) as keyof typeof documents;
      return documents[name];
    },
    { port: "Here" },
  );
  const service = createSoapService<{ op: { input: { n: number }; output: { n: number } } }>({
    descriptor,
    wsdl,
    documents,
    authenticate: () => undefined,
    handlers: { op: ({ n }) => ({ n: n + 1 }) },
    ...options,
  });
  const server = createServer(service.listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/service`;
}

const get = async (url: string): Promise<string> => (await fetch(url)).text();

describe("the documents of a service", () => {
  it("are found by our client, from the WSDL to the last include", async () => {
    const endpoint = await serve();
    const client = await SoapClient.fromWsdl(`${endpoint}?wsdl`, { port: "Here" });
    onTestFinished(() => client.close());
    expect(await client["op"]?.({ n: 1 })).toEqual({ n: 2 });
  });

  it("name each other so that a client finds them, and are the same otherwise", async () => {
    const endpoint = await serve();
    const main = await get(`${endpoint}?wsdl`);
    expect(main).toBe(
      wsdl
        .replace("'port type.wsdl'", "'?xsd=port%2520type.wsdl'")
        .replace('"types/main.xsd#x"', '"?xsd=types/main.xsd"'),
    );
    const schema = await get(`${endpoint}?xsd=types/main.xsd`);
    expect(schema).toBe(documents["types/main.xsd"].replace('"../more/types.xsd"', '"?xsd=more/types.xsd"'));
    expect(await get(`${endpoint}?xsd=port%2520type.wsdl`)).toBe(documents["port type.wsdl"]);
  });

  it.each(["../../etc/passwd", "nothing.xsd", "__proto__", ""])("have none called %j", async (name) => {
    const response = await fetch(`${await serve()}?xsd=${encodeURIComponent(name)}`);
    expect(response.status).toBe(404);
  });

  it.each([
    ["attributes", (count: number) => `<xsd:element ${'a="b" '.repeat(count)}/>`],
    ["elements", (count: number) => '<xsd:import namespace="urn:x" schemaLocation="x"/>'.repeat(count)],
    ["comments", (count: number) => "<!-- < -->".repeat(count)],
  ])("are looked through in time that grows as they do: %s", (_, make) => {
    const work = (text: string): number => {
      const before = process.cpuUsage();
      locationsIn(text);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const [small, large] = [make(20_000), make(80_000)];
    const best = [Infinity, Infinity];
    for (let round = 0; round < 8; round++) {
      best[0] = Math.min(best[0] ?? 0, work(small));
      best[1] = Math.min(best[1] ?? 0, work(large));
    }
    // Four times the text: quadratic work would be sixteen times as much.
    expect((best[1] ?? 0) / (best[0] ?? 1)).toBeLessThan(8);
  });

  it("must all be there", async () => {
    const { "more/types.xsd": _, ...others } = documents;
    await expect(serve({ documents: others })).rejects.toThrow("more/types.xsd is not among those given");
  });

  it("name the address that the service was given, of its own port only", async () => {
    const main = await get(`${await serve({ address: `https://new.example/?a='1'&b="2"` })}?wsdl`);
    expect(main).toContain(
      `<soap:address location="https://new.example/?a=&apos;1&apos;&amp;b=&quot;2&quot;"/>`,
    );
    expect(main).toContain(`<soap:address location='http://there.example/'/>`);
  });

  it("name the address that the request came to only if a function says so", async () => {
    const own = await serve();
    expect(await get(own)).toContain('location="http://old.example/?a=1&amp;b=2"');
    const known = new Set(["127.0.0.1"]);
    const endpoint = await serve({
      address: ({ headers: { host = "" } }) =>
        known.has(host.split(":")[0] ?? "") ? `http://${host}/some/service` : undefined,
    });
    expect(await get(endpoint)).toContain(`location="${endpoint}"`);
    const url = endpoint.replace("127.0.0.1", "localhost");
    expect(await get(url)).toContain('location="http://old.example/?a=1&amp;b=2"');
  });
});
