import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type RequestListener } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createTestCertificate } from "@mailmux/http-tls/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateTypes, parseWsdl, SoapFault } from "../src/index.ts";
import { createSoapService } from "../src/server/index.ts";
import { fileLoader } from "../src/wsdl/file-loader.ts";
import { shop, type ShopService, shopWsdl } from "./shop.ts";

const bin = fileURLToPath(new URL("../bin/soap-future.js", import.meta.url));
const wsdlFile = fileURLToPath(new URL("fixtures/shop.wsdl", import.meta.url));
const ordersFolder = fileURLToPath(new URL("fixtures/orders/", import.meta.url));
const ordersFile = join(ordersFolder, "orders.wsdl");
const password = "canary-password";

let endpoint: string;
let ordersEndpoint: string;
let pin: string;
let folder: string;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  const { key, cert, fingerprint } = await createTestCertificate();
  const service = createSoapService<ShopService, string>({
    descriptor: shop,
    wsdl: shopWsdl,
    authenticate: ({ headers }) => {
      if (headers.authorization === `Basic ${btoa(`admin:${password}`)}`) return "admin";
      throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
    },
    handlers: {
      find: ({ filter, limit = 2 }) => {
        if (filter === "fault") {
          throw new SoapFault({
            faultcode: "SOAP-ENV:Server",
            faultstring: "Closed \u001b[31m",
            detail: { reason: "holiday" },
          });
        }
        const item = Array.from({ length: limit }, (_, id) => ({
          id: 2n ** 60n + BigInt(id),
          name: filter,
          data: Buffer.from([1, 2, 255]),
          tags: [],
        }));
        return { result: { item }, total: limit };
      },
      ping: () => ({}),
    },
  });
  const ordersWsdl = readFileSync(ordersFile, "utf8");
  const orders = createSoapService<OrdersService, string>({
    descriptor: parseWsdl(ordersWsdl, fileLoader(ordersFolder), { location: pathToFileURL(ordersFile).href }),
    wsdl: ordersWsdl,
    authenticate: () => "anybody",
    handlers: { place: ({ order }) => ({ order }) },
  });
  const start = async (listener: RequestListener): Promise<string> => {
    const server = createServer({ key, cert }, listener);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/shop/`;
  };
  endpoint = await start(service.listener);
  ordersEndpoint = await start(orders.listener);
  pin = fingerprint;
  folder = mkdtempSync(join(tmpdir(), "soap-future-"));
  cleanups.push(() => rmSync(folder, { recursive: true }));
});
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

type OrdersService = { place: { input: { order: object }; output: { order: object } } };

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

async function run(args: readonly string[], input = ""): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, SOAP_FUTURE_PASSWORD: password },
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (err += text.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  expect(err).not.toContain(password);
  return { code, out, err };
}

const call = (...words: string[]): Promise<Outcome> =>
  run(["call", wsdlFile, ...words, "--endpoint", endpoint, "--pin", pin, "--user", "admin"]);

describe("soap-future types", () => {
  it("writes the types of a service to a file, or prints them", async () => {
    const file = join(folder, "shop.ts");
    expect(await run(["types", wsdlFile, "-o", file])).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(file, "utf8")).toBe(generateTypes(shop));
    expect((await run(["types", wsdlFile])).out).toBe(generateTypes(shop));
  });

  it("fetches the WSDL from a server whose certificate is pinned, and from no other", async () => {
    const trusted = await run(["types", `${endpoint}?wsdl`, "--pin", pin, "--user", "admin"]);
    expect(trusted).toEqual({ code: 0, out: generateTypes(shop), err: "" });
    const wrong = await run([
      "types",
      `${endpoint}?wsdl`,
      "--pin",
      `sha256:${"0".repeat(64)}`,
      "--user",
      "admin",
    ]);
    expect(wrong).toMatchObject({ code: 1, out: "" });
    expect(wrong.err).toContain("tls_pin_mismatch");
  });
});

describe("a WSDL of several files", () => {
  it("is read with what lies in its folder", async () => {
    const { code, out, err } = await run(["types", ordersFile]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain('"@speed"?: Speed;');
  });

  it("is not read with what lies outside of it, and the error says which line wants that", async () => {
    const file = join(folder, "outside.wsdl");
    writeFileSync(
      file,
      readFileSync(ordersFile, "utf8").replace("types/order.xsd", pathToFileURL(ordersFile).href),
    );
    const { code, out, err } = await run(["types", file]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("is outside the folder");
    expect(err).toContain("outside.wsdl:5)");
  });

  it("has ports to choose from", async () => {
    const { out } = await run(["describe", ordersFile, "--service", "Archive"]);
    expect(out).toContain("Archive (port ArchiveSoap, SOAP 1.1)");
    const other = await run(["describe", ordersFile, "--port", "OrdersSoap12"]);
    expect(other.out).toContain("Orders (port OrdersSoap12, SOAP 1.2)");
    expect(await run(["types", ordersFile, "--port", "None"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("soap-future describe", () => {
  it("prints choices, attributes, groups, enumerations, headers, faults and other ports", async () => {
    const { code, out } = await run(["describe", ordersFile]);
    expect(code).toBe(0);
    expect(out).toBe(`Orders (port OrdersSoap, SOAP 1.1)
namespace urn:orders
address in the WSDL (not followed) http://localhost/orders
also --service Orders --port OrdersSoap12 (SOAP 1.2) http://localhost/orders12
also --service Archive --port ArchiveSoap (SOAP 1.1) http://localhost/archive
1 operation

place
  Places an order.
  takes
    order: Order
      @id: long
      @speed?: Speed (string; "slow" | "fast")
      line[]: Line
        sku: string
        price?: Price
          @currency?: string = "EUR"
          $: decimal
        sizes?: Sizes (list of int)
        or with $type {urn:orders:types}Gift
          sku: string
          price?: Price (as above)
          sizes?: Sizes (list of int)
          card: string
      tag[]: string
      note.text?: string or nil
      photo?: base64Binary
      $choice[]: each
        one of
          weight: double
          count: int
    at most one of
      coupon: string
      all of these
        card: string
        pin: unsignedShort
  takes headers
    session?: string
  gives
    order: Order (as above)
  faults with
    soldOut?: soldOut
      sku[]: string
  as document/literal, {urn:orders}place, SOAPAction urn:orders#place
`);
  });

  it("prints each operation with what it takes and gives", async () => {
    const { code, out } = await run(["describe", wsdlFile]);
    expect(code).toBe(0);
    expect(out).toContain("namespace urn:shop");
    expect(out).toContain("find\n");
    expect(out).toContain("    filter: string  What to find.\n    limit?: int\n");
    expect(out).toContain("      item[]: Row\n        id: long\n");
    expect(out).toContain("        parent?: Row (as above)\n");
    expect(out).toContain("ping\n  takes nothing\n  gives nothing\n");
  });
});

describe("soap-future call", () => {
  it("types the arguments by the schema, and prints the answer with nothing lost", async () => {
    const { code, out, err } = await call("find", "filter=a=b", "limit=1");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain('"id": 1152921504606846976,');
    expect(JSON.parse(out)).toMatchObject({
      result: { item: [{ name: "a=b", data: "AQL/", tags: [] }] },
      total: 1,
    });
  });

  it("sends attributes, items, JSON and the bytes of a file", async () => {
    const photo = join(folder, "photo");
    writeFileSync(photo, Uint8Array.of(0, 255));
    const words = ["order.@id=7", "order.@speed=fast", "order.line[0].sku=a", "order.tag=x", "order.tag=y"];
    const more = [`order.photo=@${photo}`, 'order.$choice:=[{"weight": "INF"}]', "order.note.text:=null"];
    const args = ["call", ordersFile, "place", "--endpoint", ordersEndpoint, "--pin", pin];
    const { code, out, err } = await run([...args, ...words, ...more]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toEqual({
      order: {
        "@id": 7,
        "@speed": "fast",
        line: [{ sku: "a" }],
        tag: ["x", "y"],
        "note.text": null,
        photo: "AP8=",
        $choice: [{ weight: "INF" }],
      },
    });
    // What was printed can be given again.
    const again = await run([...args, "--json", "-"], out);
    expect(again).toEqual({ code: 0, out, err: "" });
  });

  it("names the values that an enumeration has", async () => {
    const args = ["call", ordersFile, "place", "--endpoint", ordersEndpoint, "--pin", pin];
    const { code, err } = await run([...args, "order.@id=7", "order.@speed=warp"]);
    expect(code).toBe(2);
    expect(err).toContain('it is none of "slow", "fast"');
  });

  it("explains its words with --help", async () => {
    const { code, out } = await run(["call", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("order.@id=7             an attribute of an element in it");
    expect(out).toContain("--service <name>");
  });

  it("takes arguments from JSON, from a file and from standard input", async () => {
    const file = join(folder, "args.json");
    writeFileSync(file, '{"filter": "x", "limit": 1}');
    expect(JSON.parse((await call("find", "--json", file)).out)).toMatchObject({ total: 1 });
    const args = [
      "call",
      wsdlFile,
      "find",
      "--json",
      "-",
      "--endpoint",
      endpoint,
      "--pin",
      pin,
      "--user",
      "admin",
    ];
    expect(JSON.parse((await run(args, '{"filter": "y"}')).out)).toMatchObject({ total: 2 });
  });

  it("streams the items, one on a line", async () => {
    const { code, out } = await call("find", "filter=x", "limit=3", "--stream");
    expect(code).toBe(0);
    const names = out
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toEqual(["x", "x", "x"]);
  });

  it("ends with 1 and the fault's words, without their control characters", async () => {
    const { code, out, err } = await call("find", "filter=fault");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("Closed \ufffd[31m");
    expect(err).toContain("reason: holiday");
    expect(err).not.toContain("\u001b");
  });

  it("goes where the WSDL came from when that was a URL", async () => {
    const { code, out } = await run(["call", `${endpoint}?wsdl`, "ping", "--pin", pin, "--user", "admin"]);
    expect({ code, out }).toEqual({ code: 0, out: "{}\n" });
  });

  it.each([
    ["an operation that is not there", ["fnd"], "it has find, ping"],
    ["a key that is not there", ["find", "filtre=x"], "possible here are filter, limit"],
    ["a word that is no key=value", ["find", "filter"], "is not key=value"],
    ["a key given twice", ["find", "filter=a", "filter=b"], "is given twice"],
    ["a key inside a value", ["find", "filter.x=a"], "has no elements in it"],
    [
      "an unreadable file",
      ["find", "--json", "/nowhere/args.json"],
      "/nowhere/args.json cannot be read: ENOENT",
    ],
    ["both kinds of arguments", ["find", "filter=a", "--json", wsdlFile], "not from both"],
    ["JSON that is none", ["find", "--json", wsdlFile], "--json is not JSON"],
    ["a missing argument", ["find"], "find/filter"],
    ["a time limit that is none", ["ping", "--timeout", "soon"], "--timeout must be"],
    ["a fingerprint that is none", ["ping", "--pin", "abc"], 'the fingerprint "abc"'],
    ["an unknown flag", ["find", "--pins", "x"], "unknown option '--pins'"],
  ])("refuses %s with exit code 2 and says what is wrong", async (_, words, text) => {
    const { code, out, err } = await call(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(text);
  });

  it("refuses a value of another type, a missing endpoint and a missing password", async () => {
    expect(await call("find", "filter=a", "limit=many")).toMatchObject({ code: 2 });
    expect((await run(["call", wsdlFile, "ping"])).err).toContain("give --endpoint");
    const child = spawn(
      process.execPath,
      [bin, "call", wsdlFile, "ping", "--endpoint", endpoint, "--user", "a"],
      {
        env: { PATH: process.env["PATH"] },
      },
    );
    let err = "";
    child.stderr.on("data", (text: Buffer) => (err += text.toString()));
    expect((await once(child, "close"))[0]).toBe(2);
    expect(err).toContain("SOAP_FUTURE_PASSWORD");
  });
});
