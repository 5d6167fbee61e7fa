import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSoapClient, parseWsdl, type SoapFault, type XmlElement } from "../../src/index.ts";
import {
  type CallContext,
  createSoapService,
  SoapFault as Fault,
  type SoapServiceOptions,
} from "../../src/server/index.ts";
import { callWithPhp, fixture, fromPhp, phpPath, startPhpServer } from "./php-process.ts";

type Shape =
  | { $type?: undefined; name: string; "@id"?: number }
  | { $type: "{urn:shapes}Circle"; name: string; "@id"?: number; radius: { $: string; "@unit": "mm" | "cm" } }
  | { $type: "{urn:shapes}Square"; name: string; "@id"?: number; side: number | bigint; made: string };

interface Description {
  shape: Shape[];
  payment: { card: string } | { iban: string };
  seen?: string;
  $any: XmlElement[];
}

type ShapesService = {
  describe: { input: Description; output: Description };
  find: { input: { id: number }; output: { shape: Shape } };
};

const documents = {
  "shapes.xsd": readFileSync(fixture("shapes.xsd"), "utf8"),
  "parts/units.xsd": readFileSync(fixture("parts/units.xsd"), "utf8"),
};
const wsdl = readFileSync(fixture("shapes.wsdl"), "utf8");
const descriptor = parseWsdl(wsdl, (location) =>
  new Map(Object.entries(documents)).get(location.slice("bundle:/".length)),
);

const extra: XmlElement = {
  namespace: "urn:other",
  name: "colour",
  attributes: [{ namespace: "", name: "code", value: "1" }],
  children: ["rot & <blau>"],
};
const description: Description = {
  shape: [
    { name: "plain", "@id": -1 },
    {
      $type: "{urn:shapes}Circle",
      name: "c",
      "@id": 2,
      radius: { $: "12345678901234567890.5", "@unit": "cm" },
    },
    {
      $type: "{urn:shapes}Square",
      name: "s",
      side: 9007199254740993n,
      made: "2026-11-24T03:04:05.678+05:30",
    },
  ],
  payment: { iban: "DE00" },
  $any: [extra],
};
/** The same as PHP has it. */
const inPhp = {
  shape: [
    { name: "plain", id: -1 },
    { $class: "Circle", name: "c", radius: { _: "12345678901234567890.5", unit: "cm" }, id: 2 },
    { $class: "Square", name: "s", side: 9007199254740993n, made: "2026-11-24T03:04:05.678+05:30" },
  ],
  payment: { iban: "DE00" },
};

/** The elements that a wildcard took, without the prefixes around them. */
function bare(elements: readonly XmlElement[]): unknown {
  return elements.map(({ namespace, name, attributes, children }) => ({
    namespace,
    name,
    attributes,
    children,
  }));
}

describe.skipIf(phpPath === undefined)("our client on PHP's SoapServer", () => {
  const connect = async () => {
    const server = await startPhpServer("shapes-server.php", { SHAPES_WSDL: fixture("shapes.wsdl") });
    onTestFinished(() => server[Symbol.asyncDispose]());
    const client = createSoapClient<ShapesService>({ descriptor, endpoint: server.endpoint });
    onTestFinished(() => client.close());
    return client;
  };

  it("derived types, attributes, choices and wildcards arrive and come back", async () => {
    const client = await connect();
    const { seen = "", ...answer } = await client.describe(description);
    const { any, ...others } = fromPhp(seen) as { any: unknown };
    expect(others).toEqual(inPhp);
    expect(JSON.stringify(any)).toContain("rot &amp; &lt;blau&gt;");
    expect({ ...answer, $any: bare(answer.$any) }).toEqual({ ...description, $any: bare([extra]) });
  });

  it("declared headers go both ways", async () => {
    const client = await connect();
    const future = client.future({ soapHeaders: { Session: { user: "ü" } } }).describe(description);
    await future;
    expect(future.meta.soapHeaders).toEqual({ Session: { user: "ü!" } });
  });

  it("a declared fault has its detail by schema", async () => {
    const client = await connect();
    const fault = await client.find({ id: 7 }).catch((error: unknown) => error as SoapFault);
    expect(fault).toMatchObject({
      faultcode: "SOAP-ENV:Client",
      faultstring: "No shape 7",
      detail: { NotFound: { id: 7, "@hint": "ü <&>" } },
    });
  });
});

describe.skipIf(phpPath === undefined)("PHP's SoapClient on our service", () => {
  const serve = async (options: Partial<SoapServiceOptions<ShapesService, undefined>> = {}) => {
    const calls: { args: unknown; context: CallContext<undefined> }[] = [];
    const requests: IncomingMessage[] = [];
    const service = createSoapService<ShapesService, undefined>({
      descriptor,
      wsdl,
      documents,
      authenticate: (request) => {
        requests.push(request);
        return undefined;
      },
      address: ({ headers }) => `http://${headers.host ?? ""}/shapes`,
      handlers: {
        describe: (args, context) => {
          calls.push({ args, context });
          const session = context.soapHeaders["Session"] as { user: string } | undefined;
          if (session) context.answer.soapHeaders = { Session: { user: `${session.user}!` } };
          return args;
        },
        find: ({ id }) => {
          throw new Fault({
            faultcode: "SOAP-ENV:Client",
            faultstring: `No shape ${id}`,
            detail: { NotFound: { id, "@hint": "ü <&>" } },
          });
        },
      },
      ...options,
    });
    const server = createServer(service.listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/shapes?wsdl`, calls, requests };
  };
  const shapes = inPhp.shape.map(({ $class, ...others }: { $class?: string }) =>
    $class === undefined ? others : { $type: `urn:shapes ${$class}`, ...others },
  );
  const any = '<o:colour xmlns:o="urn:other" code="1">rot &amp; &lt;blau&gt;</o:colour>';
  const describeCall = {
    operation: "describe",
    arguments: [{ shape: shapes, payment: inPhp.payment, any: { $xml: any } }],
  };

  it("it loads the WSDL with all that it imports, and calls the address in it", async () => {
    const { url, calls } = await serve();
    const [answer] = await callWithPhp({ wsdl: url, classmap: ["Circle", "Square"], calls: [describeCall] });
    const { $any, ...others } = calls[0]?.args as Description;
    expect({ ...others, $any: bare($any) }).toEqual({ ...description, $any: bare([extra]) });
    const { any: back, ...result } = answer?.result as { any: unknown };
    expect(result).toEqual(inPhp);
    expect(JSON.stringify(back)).toContain("rot &amp; &lt;blau&gt;");
  });

  it("declared headers go both ways", async () => {
    const { url } = await serve();
    const headers = [{ namespace: "urn:shapes", name: "Session", data: { user: "ü" } }];
    const [answer] = await callWithPhp({ wsdl: url, calls: [{ ...describeCall, headers }] });
    expect(answer).toMatchObject({ headers: { Session: { user: "ü!" } } });
  });

  it("a declared fault has its detail, which PHP reads without the schema", async () => {
    const { url } = await serve();
    const [answer] = await callWithPhp({ wsdl: url, calls: [{ operation: "find", arguments: [{ id: 7 }] }] });
    expect(answer?.fault).toMatchObject({
      faultcode: "SOAP-ENV:Client",
      faultstring: "No shape 7",
      detail: { NotFound: { id: "7" } },
    });
  });

  it("gzip goes both ways", async () => {
    const { url, requests, calls } = await serve({ compress: true, decompress: true });
    const many = {
      shape: Array.from({ length: 500 }, (_, id) => ({ name: "n", id })),
      payment: { card: "1" },
    };
    const [answer] = await callWithPhp({
      wsdl: url,
      // SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_GZIP | 5
      options: { compression: 0x20 | 0x00 | 5 },
      calls: [{ operation: "describe", arguments: [many] }],
    });
    expect(answer?.result).toEqual(many);
    expect(requests[0]?.headers).toMatchObject({
      "content-encoding": "gzip",
      "accept-encoding": "gzip, deflate",
    });
    expect((calls[0]?.args as Description).shape).toHaveLength(500);
  });

  it("a value that the schema forbids is a fault that says where it is", async () => {
    const { url, calls } = await serve();
    const wrong = { $type: "urn:shapes Circle", name: "c", radius: { _: "1", unit: "inch" } };
    const [answer] = await callWithPhp({
      wsdl: url,
      calls: [{ operation: "describe", arguments: [{ shape: [wrong], payment: { card: "1" } }] }],
    });
    expect(answer?.fault?.faultcode).toBe("SOAP-ENV:Client");
    expect(answer?.fault?.faultstring).toContain("@unit");
    expect(calls).toEqual([]);
  });
});
