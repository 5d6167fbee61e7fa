import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { createSoapClient, parseWsdl, type SoapClient } from "../src/index.ts";
import {
  type CallContext,
  createSoapService,
  type ServiceHandlers,
  SoapFault,
  type SoapServiceOptions,
} from "../src/server/index.ts";

export type NotesService = {
  add: {
    input: { title: string; body?: Uint8Array; tag: string[] };
    output: { id: number | bigint; size: number };
  };
  read: { input: { id: number | bigint }; output: { title: string; body?: Uint8Array } };
  log: { input: { text: string }; output: Record<string, never> };
  status: { input: Record<string, never>; output: { state: string } };
};

export interface NotesDialect {
  readonly style?: "document" | "rpc";
  readonly use?: "literal" | "encoded";
  readonly soap?: "1.1" | "1.2";
}

const operations = ["add", "read", "log"] as const;

/** A service with a header both ways, a declared fault, a one-way operation and, in document style, one without parts. */
export function notesWsdl({ style = "document", use = "literal", soap = "1.1" }: NotesDialect = {}): string {
  const s = soap === "1.1" ? "soap" : "soap12";
  const isDocument = style === "document";
  const body = `<${s}:body use="${use}"${isDocument ? "" : ' namespace="urn:notes"'}${use === "encoded" ? ' encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"' : ""}/>`;
  const wrapper = (name: string, content: string): string =>
    `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${content}</xsd:sequence></xsd:complexType></xsd:element>`;
  const field = (name: string, type: string, more = ""): string =>
    `<xsd:element name="${name}" type="xsd:${type}" ${more}/>`;
  const wrappers = [
    wrapper(
      "add",
      field("title", "string") +
        field("body", "base64Binary", 'minOccurs="0"') +
        field("tag", "string", 'minOccurs="0" maxOccurs="unbounded"'),
    ),
    wrapper("addResponse", field("id", "long") + field("size", "int")),
    wrapper("read", field("id", "long")),
    wrapper("readResponse", field("title", "string") + field("body", "base64Binary", 'minOccurs="0"')),
    wrapper("log", field("text", "string")),
  ].join("");
  const part = (name: string, type: string): string => `<part name="${name}" type="${type}"/>`;
  const messages = isDocument
    ? ["add", "addResponse", "read", "readResponse", "log"].map(
        (name) => `<message name="${name}"><part name="parameters" element="t:${name}"/></message>`,
      )
    : [
        `<message name="add">${part("title", "xsd:string")}${part("body", "xsd:base64Binary")}${part("tag", use === "encoded" ? "t:Tags" : "t:TagList")}</message>`,
        `<message name="addResponse">${part("id", "xsd:long")}${part("size", "xsd:int")}</message>`,
        `<message name="read">${part("id", "xsd:long")}</message>`,
        `<message name="readResponse">${part("title", "xsd:string")}${part("body", "xsd:base64Binary")}</message>`,
        `<message name="log">${part("text", "xsd:string")}</message>`,
      ];
  const inPort = (name: string): string =>
    `<operation name="${name}"><input message="t:${name}"/>` +
    (name === "log" ? "" : `<output message="t:${name}Response"/>`) +
    (name === "read" ? '<fault name="NotFound" message="t:NotFound"/>' : "") +
    "</operation>";
  const header = `<${s}:header message="t:Session" part="session" use="literal"/>`;
  const inBinding = (name: string): string =>
    `<operation name="${name}"><${s}:operation soapAction="urn:notes#${name}"/>` +
    `<input>${body}${name === "add" ? header : ""}</input>` +
    (name === "log" ? "" : `<output>${body}${name === "add" ? header : ""}</output>`) +
    (name === "read" ? `<fault name="NotFound"><${s}:fault name="NotFound" use="literal"/></fault>` : "") +
    "</operation>";
  return `<?xml version="1.0"?>
<definitions name="Notes" targetNamespace="urn:notes" xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/"
 xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:notes">
 <types><xsd:schema targetNamespace="urn:notes">
  ${isDocument ? wrappers : ""}
  ${use === "encoded" ? '<xsd:complexType name="Tags"><xsd:complexContent><xsd:restriction base="enc:Array"><xsd:attribute ref="enc:arrayType" wsdl:arrayType="xsd:string[]"/></xsd:restriction></xsd:complexContent></xsd:complexType>' : ""}
  <xsd:complexType name="TagList"><xsd:sequence>${field("item", "string", 'minOccurs="0" maxOccurs="unbounded"')}</xsd:sequence></xsd:complexType>
  ${wrapper("Session", field("user", "string"))}
  ${wrapper("NotFound", field("id", "long") + field("hint", "string", 'minOccurs="0"'))}
  <xsd:element name="state" type="xsd:string"/>
 </xsd:schema></types>
 ${messages.join("\n ")}
 <message name="Session"><part name="session" element="t:Session"/></message>
 <message name="NotFound"><part name="fault" element="t:NotFound"/></message>
 <message name="nothing"/><message name="state"><part name="state" element="t:state"/></message>
 <portType name="P">${operations.map(inPort).join("")}${isDocument ? '<operation name="status"><input message="t:nothing"/><output message="t:state"/></operation>' : ""}</portType>
 <binding name="B" type="t:P"><${s}:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
  ${operations.map(inBinding).join("\n  ")}
  ${isDocument ? `<operation name="status"><${s}:operation soapAction=""/><input>${body}</input><output>${body}</output></operation>` : ""}
 </binding>
 <service name="Notes"><port name="NotesPort" binding="t:B"><${s}:address location="http://elsewhere.example/notes"/></port></service>
</definitions>
`;
}

export const envelopes = {
  "1.1": "http://schemas.xmlsoap.org/soap/envelope/",
  "1.2": "http://www.w3.org/2003/05/soap-envelope",
} as const;

/** An envelope as another implementation would write it: other prefixes, spaces between the elements. */
export function envelopeOf(body: string, header = "", soap: "1.1" | "1.2" = "1.1"): string {
  return `<?xml version="1.0"?><S:Envelope xmlns:S="${envelopes[soap]}" xmlns:q="urn:notes"><S:Header>${header}</S:Header>\n<S:Body> ${body} </S:Body></S:Envelope>`;
}

export interface RunningNotes {
  readonly endpoint: string;
  readonly port: number;
  readonly server: Server;
  readonly errors: { error: unknown; operation: string }[];
  /** Arguments and contexts of all calls. */
  readonly calls: { args: unknown; context: CallContext<string> }[];
  client(more?: object): SoapClient<NotesService>;
  post(body: string | Uint8Array, headers?: Record<string, string>): Promise<Response>;
  /** Sends bytes as they are, and gives all that comes until the server ends the connection. */
  raw(...pieces: string[]): Promise<string>;
}

export interface NotesSetup extends Partial<
  Omit<SoapServiceOptions<NotesService, string>, "handlers" | "descriptor">
> {
  readonly dialect?: NotesDialect;
  readonly handlers?: Partial<ServiceHandlers<NotesService, string>>;
}

/** Starts the service on a port of its own. It ends with the test. */
export async function startNotes({
  dialect = {},
  handlers,
  ...options
}: NotesSetup = {}): Promise<RunningNotes> {
  const wsdl = notesWsdl(dialect);
  const descriptor = parseWsdl(wsdl);
  const errors: RunningNotes["errors"] = [];
  const calls: RunningNotes["calls"] = [];
  const own: ServiceHandlers<NotesService, string> = {
    add: ({ title, body }) => ({ id: title.length, size: body?.length ?? 0 }),
    read: ({ id }) => {
      throw new SoapFault({
        faultcode: "SOAP-ENV:Client",
        faultstring: "No such note",
        detail: { NotFound: { id, hint: "look <elsewhere>" } },
      });
    },
    log: () => undefined,
    status: () => ({ state: "ready" }),
    ...handlers,
  };
  const recorded = Object.fromEntries(
    descriptor.operations.map(({ name }) => [
      name,
      (args: never, context: CallContext<string>) => {
        calls.push({ args, context });
        return own[name as keyof NotesService](args, context);
      },
    ]),
  ) as unknown as ServiceHandlers<NotesService, string>;
  const service = createSoapService<NotesService, string>({
    descriptor,
    wsdl,
    authenticate: () => "somebody",
    onError: (error, operation) => errors.push({ error, operation }),
    ...options,
    handlers: recorded,
  });
  const server = createServer(service.listener).listen(0, "127.0.0.1");
  server.on("checkContinue", service.checkContinue);
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}/notes`;
  return {
    endpoint,
    port,
    server,
    errors,
    calls,
    client(more = {}) {
      const client = createSoapClient<NotesService>({ descriptor, endpoint, ...more });
      onTestFinished(() => client.close());
      return client;
    },
    post: (body, headers = {}) =>
      fetch(endpoint, {
        method: "POST",
        body: body as string,
        headers: { "Content-Type": "text/xml", ...headers },
      }),
    async raw(...pieces) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => undefined);
      const answer = text(socket);
      for (const piece of pieces) socket.write(piece);
      return answer;
    },
  };
}

/** A request as it goes over the wire, after which the connection ends. */
export function httpRequest(
  body: string,
  headers: Record<string, string | number> = {},
  method = "POST",
): string {
  const fields = {
    Host: "notes.example",
    Connection: "close",
    "Content-Type": "text/xml",
    "Content-Length": Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} /notes HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}
