import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { type AddressInfo } from "node:net";
import { createTestCertificate, type TestCertificate } from "@mailmux/http-tls/testing";
import { createSoapClient, parseWsdl, type SoapClient } from "@mailmux/soap-future";
import { createSoapService } from "@mailmux/soap-future/server";
import { afterEach, describe, expect, it } from "vitest";
import { createSoapCluster, type SoapNode } from "../src/soap.ts";

type ClockService = { tick: { input: object; output: { result: string } } };

const wsdl = `<definitions name="Clock" targetNamespace="urn:clock" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:clock">
  <types><xsd:schema targetNamespace="urn:clock">
    <xsd:element name="tick"><xsd:complexType/></xsd:element>
    <xsd:element name="tickResponse"><xsd:complexType><xsd:sequence><xsd:element name="result" type="xsd:string"/></xsd:sequence></xsd:complexType></xsd:element>
  </xsd:schema></types>
  <message name="in"><part name="p" element="tns:tick"/></message><message name="out"><part name="p" element="tns:tickResponse"/></message>
  <portType name="P"><operation name="tick"><input message="tns:in"/><output message="tns:out"/></operation></portType>
  <binding name="B" type="tns:P"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="tick"><soap:operation soapAction=""/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
  <service name="Clock"><port name="Port" binding="tns:B"><soap:address location="https://x/"/></port></service>
</definitions>`;
const descriptor = parseWsdl(wsdl);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface RealNode extends SoapNode<ClockService> {
  readonly server: Server;
  /** Resolves when the node has got a call and not yet answered it. */
  readonly called: Promise<void>;
  answer(): void;
}

async function startNode(
  name: string,
  certificate: TestCertificate,
  pin = certificate.fingerprint,
): Promise<RealNode> {
  let onCall = (): void => {};
  let onAnswer = (): void => {};
  const called = new Promise<void>((resolve) => (onCall = resolve));
  const answered = new Promise<void>((resolve) => (onAnswer = resolve));
  const service = createSoapService<ClockService>({
    descriptor,
    wsdl,
    authenticate: () => undefined,
    handlers: {
      tick: async () => {
        onCall();
        await answered;
        return { result: name };
      },
    },
  });
  const server = createServer({ key: certificate.key, cert: certificate.cert }, service.listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const client: SoapClient<ClockService> = createSoapClient({
    descriptor,
    endpoint,
    tls: { fingerprints: [pin] },
  });
  cleanups.push(() => {
    onAnswer();
    server.closeAllConnections();
    server.close();
    return client.close();
  });
  return { name, client, server, called, answer: onAnswer };
}

describe("a cluster of real TLS nodes", () => {
  it("answers without the node that is killed in the middle of the fan-out, and names it", async () => {
    const certificate = await createTestCertificate();
    const nodes = await Promise.all(["mx1", "mx2", "mx3", "mx4"].map((name) => startNode(name, certificate)));
    const run = createSoapCluster<ClockService, RealNode>({ nodes, descriptor }).future().tick();
    await Promise.all(nodes.map((node) => node.called)); // all four have the call and none has answered
    nodes[2]?.server.closeAllConnections();
    nodes[2]?.server.close();
    for (const node of nodes) node.answer();
    const report = await run.get();
    expect(report.results).toMatchObject([
      { node: "mx1", status: "ok", value: { result: "mx1" } },
      { node: "mx2", status: "ok", value: { result: "mx2" } },
      {
        node: "mx3",
        status: "failed",
        error: { code: "transport", cause: { code: "closed", context: { phase: "headers" } } },
      },
      { node: "mx4", status: "ok", value: { result: "mx4" } },
    ]);
  });

  it("asks the others when one node shows another certificate, hangs, or is not there", async () => {
    const certificate = await createTestCertificate();
    const other = await createTestCertificate();
    const [good, wrong, hanging, gone] = await Promise.all([
      startNode("good", certificate),
      startNode("wrong", certificate, other.fingerprint),
      startNode("hanging", certificate),
      startNode("gone", certificate),
    ]);
    gone.server.close();
    good.answer();
    const cluster = createSoapCluster<ClockService, RealNode>({
      nodes: [good, wrong, hanging, gone],
      descriptor,
      operationTimeoutMs: 300,
    });
    const report = await cluster.future().tick().get();
    expect(report.results).toMatchObject([
      { node: "good", status: "ok" },
      {
        node: "wrong",
        status: "failed",
        error: { cause: { code: "tls_pin_mismatch", context: { requestSent: "none" } } },
      },
      { node: "hanging", status: "timed_out" },
      { node: "gone", status: "failed", error: { cause: { code: "connect_refused" } } },
    ]);
  });
});
