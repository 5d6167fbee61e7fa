import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSoapClient, parseWsdl, type SoapFault } from "../../src/index.ts";
import { wsSecurity } from "../../src/interceptors/index.ts";
import { createSoapService } from "../../src/server/index.ts";
import { callWithPhp, fixture, phpPath, startPhpServer } from "./php-process.ts";

interface Node {
  name?: string | null;
  weight?: number | bigint;
  node?: Node;
  self?: Node;
  nodes?: Node[];
}

type GraphService = {
  echo: { input: { nodes: Node[] }; output: { result: Node[] } };
  look: { input: { nodes: Node[] }; output: { result: string } };
  shared: { input: Record<string, never>; output: { result: Node[] } };
  cycle: { input: Record<string, never>; output: { result: Node } };
};

const wsdl = readFileSync(fixture("graph.wsdl"), "utf8");
const versions = [
  { soapVersion: "1.1", wsdl, php: { soap_version: 1 } },
  {
    soapVersion: "1.2",
    wsdl: wsdl
      .replaceAll("http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/")
      .replaceAll(
        'encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"',
        'encodingStyle="http://www.w3.org/2003/05/soap-encoding"',
      ),
    php: { soap_version: 2 },
  },
] as const;

const graph: Node[] = [
  { name: "é <&>", weight: 9007199254740993n },
  { name: null, nodes: [{ name: "in" }, { node: { name: "deep" } }] },
  { nodes: [] },
];

async function phpServer(path: string | null, options: object): Promise<string> {
  const server = await startPhpServer("graph-server.php", {
    GRAPH_SETUP: JSON.stringify({ wsdl: path, options }),
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server.endpoint;
}

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "soap-future-php-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "graph.wsdl");
  writeFileSync(path, text);
  return path;
}

describe.skipIf(phpPath === undefined).each(versions)(
  "encoded structs in SOAP $soapVersion: our client on PHP's SoapServer",
  (version) => {
    const connect = async () => {
      const endpoint = await phpServer(fileOf(version.wsdl), version.php);
      const client = createSoapClient<GraphService>({ descriptor: parseWsdl(version.wsdl), endpoint });
      onTestFinished(() => client.close());
      return client;
    };

    it("arrays of structs, nil and what is absent come back as they were sent", async () => {
      const client = await connect();
      expect((await client.echo({ nodes: graph })).result).toEqual(graph);
      expect((await client.echo({ nodes: [] })).result).toEqual([]);
      expect((await client.echo({ nodes: [{}] })).result).toEqual([{}]);
    });

    it("an object that PHP has in several places arrives in all of them", async () => {
      const client = await connect();
      const { result } = await client.shared({});
      expect(result).toEqual([{ name: "shared" }, { name: "shared" }, { node: { name: "shared" } }]);
    });

    it("an object that contains itself is refused", async () => {
      const client = await connect();
      await expect(client.cycle({})).rejects.toMatchObject({
        code: "decode",
        message: expect.stringMatching(/itself|cycle/) as string,
      });
    });
  },
);

describe.skipIf(phpPath === undefined).each(versions)(
  "without a WSDL, SOAP $soapVersion: our client on PHP's SoapServer",
  ({ soapVersion, php }) => {
    const connect = async () => {
      const location = await phpServer(null, php);
      const client = createSoapClient({ location, uri: "urn:graph", soapVersion });
      onTestFinished(() => client.close());
      return client;
    };

    it.each([
      ["text", "é <&>\n "],
      ["an empty text", ""],
      ["a number", 7],
      ["a long", 9007199254740993n],
      ["a fraction", 0.1],
      ["true", true],
      ["nil", null],
      ["a list", [1, 2, 3]],
      ["a list of everything", [1, "a", null, true, { b: [] }]],
      ["an object", { a: 1, b: { c: "d" } }],
    ])("%s comes back as it was sent", async (_, value) => {
      const client = await connect();
      expect(await client.call("echo", [value])).toEqual(value);
    });

    it("PHP sees arguments of its own types", async () => {
      const client = await connect();
      const seen = await client.call("look", [
        1,
        "a",
        1.5,
        false,
        null,
        [1],
        { a: 1 },
        Buffer.from([0, 255]),
        2n ** 53n,
      ]);
      expect(JSON.parse(String(seen))).toEqual([
        ["int", 1],
        ["string", "a"],
        ["float", 1.5],
        ["bool", false],
        ["null", null],
        ["array", [1]],
        ["stdClass", { a: 1 }],
        ["string", { $bytes: "AP8=" }],
        ["int", { $int: "9007199254740992" }],
      ]);
    });

    it("maps and shared objects arrive", async () => {
      const client = await connect();
      expect(await client.call("map")).toEqual([
        { key: "one", value: 1 },
        { key: "two", value: [true, null, 1.5] },
      ]);
      expect(await client.call("shared")).toEqual([
        { name: "shared" },
        { name: "shared" },
        { node: { name: "shared" } },
      ]);
      await expect(client.call("cycle")).rejects.toMatchObject({ code: "decode" });
    });

    it("PHP's fault arrives", async () => {
      const client = await connect();
      const fault = await client.call("fail", ["ü <&>"]).catch((error: unknown) => error as SoapFault);
      expect(fault).toMatchObject({ code: "fault", faultstring: "ü <&>" });
      await expect(client.call("nothing")).rejects.toMatchObject({ code: "fault" });
    });

    it.each(["text", "digest"] as const)(
      "PHP finds the UsernameToken of our interceptor right: %s",
      async (type) => {
        const location = await phpServer(null, php);
        const interceptor = wsSecurity({
          username: "jürgen",
          password: "secret",
          type,
          allowPlaintextAuth: true,
        });
        const client = createSoapClient({
          location,
          uri: "urn:graph",
          soapVersion,
          interceptors: [interceptor],
        });
        onTestFinished(() => client.close());
        expect(await client.call("whoami")).toBe(`jürgen by ${type}`);
      },
    );
  },
);

describe.skipIf(phpPath === undefined).each(versions)(
  "rpc/encoded in SOAP $soapVersion: PHP's SoapClient on our service",
  (version) => {
    const serve = async () => {
      const received: unknown[] = [];
      const service = createSoapService<GraphService, undefined>({
        descriptor: parseWsdl(version.wsdl),
        wsdl: version.wsdl,
        authenticate: () => undefined,
        handlers: {
          echo: ({ nodes }) => {
            received.push(nodes);
            return { result: nodes };
          },
          look: ({ nodes }) => ({ result: nodes.map(({ name }) => name).join() }),
          shared: () => ({ result: [] }),
          cycle: () => ({ result: {} }),
        },
      });
      const server = createServer(service.listener).listen(0, "127.0.0.1");
      await once(server, "listening");
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      return { location: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received };
    };

    it("with the WSDL, arrays of structs come back as they were sent", async () => {
      const { location, received } = await serve();
      const [answer] = await callWithPhp({
        wsdl: fileOf(version.wsdl),
        options: { ...version.php, location },
        calls: [{ operation: "echo", arguments: [graph] }],
      });
      expect(received).toEqual([graph]);
      expect(answer?.result).toEqual(graph);
    });

    it("without a WSDL, values say their types themselves", async () => {
      const { location, received } = await serve();
      const nodes = (value: Node[]) => ({ $parameter: "nodes", value });
      const [answer, looked] = await callWithPhp({
        wsdl: null,
        options: { ...version.php, location, uri: "urn:graph" },
        calls: [
          { operation: "echo", arguments: [nodes(graph)] },
          { operation: "look", arguments: [nodes([{ name: "a" }, { name: "b" }])] },
        ],
      });
      expect(received).toEqual([graph]);
      expect(answer?.result).toEqual(graph);
      expect(looked?.result).toBe("a,b");
    });
  },
);
