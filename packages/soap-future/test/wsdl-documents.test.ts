import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SoapError } from "../src/errors.ts";
import { type WsdlLimits } from "../src/wsdl/bundle.ts";
import { fileLoader } from "../src/wsdl/file-loader.ts";
import { loadWsdl } from "../src/wsdl/load.ts";
import { describeBundle, parseWsdl } from "../src/wsdl/parse.ts";
import { definitions, failure, namespaces, schemaWsdl, shortTypes, takesIn } from "./fixtures/wsdl/small.ts";

type Documents = Readonly<Record<string, string>>;

const home = "https://host.example/a/service.wsdl";
const at = (path: string): string => new URL(path, home).href;

/** A WSDL with this in its only schema, and the documents that it leads to. */
function read(schema: string, documents: Documents, limits?: Partial<WsdlLimits>): Record<string, string> {
  const byLocation = new Map(Object.entries(documents).map(([path, text]) => [at(path), text]));
  const loader = (location: string): string | undefined => byLocation.get(location);
  return shortTypes(parseWsdl(schemaWsdl(schema), loader, { location: home, limits }));
}

function xsd(children: string, targetNamespace?: string): string {
  const target = targetNamespace === undefined ? "" : `targetNamespace="${targetNamespace}"`;
  return `<xsd:schema ${target} ${namespaces.replace('xmlns="http://schemas.xmlsoap.org/wsdl/"', "")} xmlns:u="urn:u">${children}</xsd:schema>`;
}

const include = (path: string): string => `<xsd:include schemaLocation="${path}"/>`;
const importOf = (path: string, namespace = "urn:u"): string =>
  `<xsd:import namespace="${namespace}" schemaLocation="${path}"/>`;
const element = (type: string): string =>
  `<xsd:element name="in"><xsd:complexType><xsd:sequence><xsd:element name="a" type="${type}" xmlns:u="urn:u"/></xsd:sequence></xsd:complexType></xsd:element>`;

describe("imports and includes", () => {
  it("are relative to the document that they stand in", () => {
    const documents = {
      "types/one.xsd": xsd(importOf("../more/two.xsd"), "urn:t"),
      "more/two.xsd": xsd(`<xsd:complexType name="X"/>`, "urn:u"),
    };
    expect(read(include("types/one.xsd") + element("u:X"), documents)).toEqual({
      in: "sequence(a:X)",
      X: "sequence()",
    });
  });

  it("may be cycles", () => {
    const documents = {
      "one.xsd": xsd(`${include("two.xsd")}${importOf("u.xsd")}<xsd:complexType name="X"/>`, "urn:t"),
      "two.xsd": xsd(include("one.xsd") + include("two.xsd"), "urn:t"),
      "u.xsd": xsd(`<xsd:import namespace="urn:t" schemaLocation="one.xsd"/>`, "urn:u"),
    };
    expect(read(include("one.xsd") + importOf("u.xsd") + element("t:X"), documents)["in"]).toBe(
      "sequence(a:X)",
    );
  });

  it("take a schema without a namespace into that of whoever includes it, also into two", () => {
    const documents = {
      "none.xsd": xsd(
        `${include("deep.xsd")}<xsd:complexType name="X"><xsd:sequence><xsd:element name="x" type="X" minOccurs="0"/><xsd:element ref="e"/></xsd:sequence></xsd:complexType>`,
      ),
      "deep.xsd": xsd(`${include("none.xsd")}<xsd:element name="e"><xsd:complexType/></xsd:element>`),
      "u.xsd": xsd(
        `${include("none.xsd")}<xsd:complexType name="Y"><xsd:complexContent><xsd:extension base="u:X"/></xsd:complexContent></xsd:complexType>`,
        "urn:u",
      ),
    };
    const schema = `${include("none.xsd")}${importOf("u.xsd")}<xsd:element name="in"><xsd:complexType><xsd:sequence><xsd:element name="a" type="t:X"/><xsd:element name="b" type="u:Y" xmlns:u="urn:u"/></xsd:sequence></xsd:complexType></xsd:element>`;
    expect(read(schema, documents)).toEqual({
      in: "sequence(a:X, b:Y)",
      X: "sequence(x:X?, e:e)",
      e: "sequence()",
      Y: "X2 -> sequence(x:X2?, e:e2)",
      X2: "sequence(x:X2?, e:e2)",
      e2: "sequence()",
    });
  });

  it("bring definitions and bare schemas into a WSDL", () => {
    const documents: Documents = {
      [at("messages.wsdl")]: definitions(
        `<import namespace="urn:t" location="service.wsdl"/><import namespace="urn:t" location="types.xsd"/>${takesIn.replace(/<service[^]*/, "")}`,
      ),
      [at("types.xsd")]: xsd(element("xsd:int"), "urn:t"),
    };
    const main = definitions(
      `<import namespace="urn:t" location="messages.wsdl"/>${/<service[^]*/.exec(takesIn)?.[0] ?? ""}`,
    );
    const descriptor = parseWsdl(main, (location) => (location === home ? main : documents[location]), {
      location: home,
    });
    expect(shortTypes(descriptor)).toEqual({ in: "sequence(a:int)" });
    expect(descriptor.port).toBe("SPort");
  });

  it("of namespaces that everybody knows are never asked for", () => {
    const schema = `${importOf("xml.xsd", "http://www.w3.org/XML/1998/namespace")}${importOf("http://elsewhere.example/", "http://schemas.xmlsoap.org/soap/encoding/")}${element("enc:int")}`;
    expect(read(schema, {})).toEqual({ in: "sequence(a:int)" });
  });

  it.each<[title: string, schema: string, documents: Documents, reason: RegExp]>([
    [
      "a document that is not there",
      include("no.xsd"),
      {},
      /no\.xsd is not among those given \(service\.wsdl:2\)/,
    ],
    [
      "an include of another namespace",
      include("u.xsd"),
      { "u.xsd": xsd("", "urn:u") },
      /"urn:u", not "urn:t" as xsd:include says \(service\.wsdl:2\)/,
    ],
    [
      "an import of another namespace",
      importOf("t.xsd"),
      { "t.xsd": xsd("", "urn:v") },
      /"urn:v", not "urn:u" as xsd:import says/,
    ],
    ["an import of a WSDL", importOf("x.wsdl"), { "x.wsdl": definitions("") }, /names a WSDL/],
    ["an import of something else", importOf("x.html"), { "x.html": "<html/>" }, /<html> .*\(x\.html:1\)/],
    ["a broken document", importOf("x.xsd"), { "x.xsd": "<a>\n\n<b></a>" }, /\(x\.xsd:3\)/],
    [
      "a document type declaration",
      importOf("x.xsd"),
      { "x.xsd": "\n<!DOCTYPE a>\n<a/>" },
      /document type declaration.*\(x\.xsd:2\)/,
    ],
    ["a location that is none", importOf("http://"), {}, /"http:\/\/" is not a URL/],
    ["an include without a location", "<xsd:include/>", {}, /no schemaLocation/],
    [
      "one component from two documents",
      include("one.xsd") + include("two.xsd"),
      {
        "one.xsd": xsd(`<xsd:complexType name="X"/>`, "urn:t"),
        "two.xsd": xsd(`\n<xsd:complexType name="X"/>`, "urn:t"),
      },
      /already \(https:\/\/host\.example\/a\/one\.xsd:1\) \(two\.xsd:2\)/,
    ],
  ])("refuse %s", (_, schema, documents, reason) => {
    const error = failure(() => read(schema + element("xsd:int"), documents));
    expect(error.reason).toMatch(reason);
    expect(error.code).toBe("wsdl_parse");
    expect(error.context.file).toMatch(/^https:\/\/host\.example\/a\//);
  });
});

describe("limits", () => {
  const chain = (length: number): Documents =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `${index}.xsd`,
        xsd(index + 1 < length ? include(`${index + 1}.xsd`) : "", "urn:t"),
      ]),
    );

  it.each<[limit: keyof WsdlLimits, value: number]>([
    ["maxDocuments", 4],
    ["maxImportDepth", 3],
  ])("take exactly %s and not one more", (limit, value) => {
    const schema = include("0.xsd") + element("xsd:int");
    expect(read(schema, chain(3), { [limit]: value })["in"]).toBe("sequence(a:int)");
    const error = failure(() => read(schema, chain(3), { [limit]: value - 1 }));
    expect(error.reason).toMatch(new RegExp(`${limit} \\(${value - 1}\\) \\(1\\.xsd:1\\)`));
  });

  it("are 100 documents and 16 imports deep by default", () => {
    const wide = (count: number): [string, Documents] => {
      const paths = Array.from({ length: count }, (_, index) => `${index}.xsd`);
      return [paths.map(include).join(""), Object.fromEntries(paths.map((path) => [path, xsd("", "urn:t")]))];
    };
    const read99 = wide(99);
    expect(read(read99[0] + element("xsd:int"), read99[1])["in"]).toBe("sequence(a:int)");
    const read100 = wide(100);
    expect(failure(() => read(read100[0] + element("xsd:int"), read100[1])).reason).toMatch(
      /maxDocuments \(100\)/,
    );
    expect(read(include("0.xsd") + element("xsd:int"), chain(16))["in"]).toBe("sequence(a:int)");
    expect(failure(() => read(include("0.xsd") + element("xsd:int"), chain(17))).reason).toMatch(
      /maxImportDepth \(16\)/,
    );
  });

  it("count a chameleon once for each namespace", () => {
    const documents = { "none.xsd": xsd(""), "u.xsd": xsd(include("none.xsd"), "urn:u") };
    const schema = include("none.xsd") + importOf("u.xsd") + element("xsd:int");
    expect(read(schema, documents, { maxDocuments: 4 })["in"]).toBe("sequence(a:int)");
    expect(failure(() => read(schema, documents, { maxDocuments: 3 })).reason).toMatch(/maxDocuments/);
  });

  it("bound the length of each document, and of all", () => {
    const schema = element("xsd:int");
    const { length } = schemaWsdl(schema);
    expect(read(schema, {}, { maxDocumentLength: length, maxTotalLength: length })["in"]).toBe(
      "sequence(a:int)",
    );
    expect(failure(() => read(schema, {}, { maxDocumentLength: length - 1 })).reason).toMatch(
      /maxDocumentLength/,
    );
    expect(failure(() => read(schema, {}, { maxTotalLength: length - 1 })).reason).toMatch(/maxTotalLength/);
    expect(failure(() => read(schema, {}, { maxDocuments: 0 })).reason).toMatch(
      /maxDocuments \(0\) \(service\.wsdl:1\)/,
    );
  });
});

describe("loadWsdl", () => {
  const schema = include("types.xsd") + element("t:X");
  const types = xsd(`<xsd:complexType name="X"/>`, "urn:t");

  /** Loads from a server that has these documents; `asked` are those it was asked for. */
  async function load(documents: Documents, main = home) {
    const asked: string[] = [];
    const bundle = await loadWsdl(main, {
      fetch: (url) => {
        asked.push(url);
        const text = documents[url];
        return text === undefined
          ? Promise.reject(new SoapError("unexpected_response", "404"))
          : Promise.resolve(text);
      },
    });
    return { asked, descriptor: describeBundle(bundle), bundle };
  }

  it("fetches the document and what it imports, each once", async () => {
    const { asked, descriptor, bundle } = await load({
      [home]: schemaWsdl(schema),
      [at("types.xsd")]: types,
    });
    expect(asked).toEqual([home, at("types.xsd")]);
    expect([...bundle.sources.keys()]).toEqual(asked);
    expect(shortTypes(descriptor)).toEqual({ in: "sequence(a:X)", X: "sequence()" });
  });

  it("asks a local bundle first, which may be of any origin", async () => {
    const elsewhere = "http://elsewhere.example/types.xsd";
    const bundle = await loadWsdl(home, {
      fetch: () => Promise.resolve(schemaWsdl(include(elsewhere) + element("t:X"))),
      loader: (location) => (location === elsewhere ? types : undefined),
    });
    expect(describeBundle(bundle).operations).toHaveLength(1);
  });

  it("passes on what fetch throws", async () => {
    await expect(load({ [home]: schemaWsdl(schema) })).rejects.toMatchObject({ code: "unexpected_response" });
  });

  it.each([
    ["another host", "https://elsewhere.example/types.xsd", /not at https:\/\/host\.example/],
    ["another port", "https://host.example:8443/types.xsd", /not at https:\/\/host\.example/],
    ["unencrypted transport", "http://host.example/a/types.xsd", /unencrypted/],
    ["a local file", "file:///etc/passwd", /only http: and https:/],
    ["a data URL", "data:text/xml,%3Ca/%3E", /only http: and https:/],
    ["credentials", "https://user:secret@host.example/types.xsd", /holds credentials/],
  ])("does not follow an import to %s", async (_, location, reason) => {
    const asked: string[] = [];
    const loading = loadWsdl(home, {
      fetch: (url) => {
        asked.push(url);
        return Promise.resolve(schemaWsdl(`\n${include(location)}${element("t:X")}`));
      },
    });
    const error = await loading.catch((thrown: unknown) => thrown as SoapError);
    expect(error).toMatchObject({
      code: "wsdl_parse",
      reason: expect.stringMatching(reason) as unknown,
      context: { line: 3 },
    });
    expect(JSON.stringify(error)).not.toContain("secret");
    expect(asked).toEqual([home]);
  });

  it("refuses a main document that is not fetched over HTTP", async () => {
    await expect(load({}, "file:///etc/passwd")).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(load({}, "not a URL")).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

describe("fileLoader", () => {
  let folder = "";
  let inside = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "wsdl-"));
    inside = join(folder, "inside");
    await mkdir(join(inside, "types"), { recursive: true });
    await writeFile(join(inside, "types", "one.xsd"), xsd(`<xsd:complexType name="X"/>`, "urn:t"));
    await writeFile(join(folder, "secret.xsd"), xsd("", "urn:t"));
    await symlink(join(folder, "secret.xsd"), join(inside, "link.xsd"));
    await symlink(folder, join(inside, "up"));
    await symlink(join(inside, "types", "one.xsd"), join(inside, "good.xsd"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const load = (path: string) => {
    const location = pathToFileURL(join(inside, "service.wsdl")).href;
    return () =>
      shortTypes(parseWsdl(schemaWsdl(include(path) + element("t:X")), fileLoader(inside), { location }));
  };

  it.each(["types/one.xsd", "./types/../types/one.xsd", "good.xsd"])("reads %s inside its folder", (path) => {
    expect(load(path)()).toMatchObject({ X: "sequence()" });
  });

  it.each([
    "../secret.xsd",
    "types/../../secret.xsd",
    "%2e%2e/secret.xsd",
    "link.xsd",
    "up/secret.xsd",
    "/etc/passwd",
  ])("does not read %s outside of it", (path) => {
    const error = failure(load(path));
    expect(error.reason).toMatch(/is outside the folder .*\(service\.wsdl:2\)/);
    expect(error).toMatchObject({ code: "wsdl_parse", context: { line: 2 } });
  });

  it.each(["no.xsd", "types", "http://host.example/x.xsd"])("has no document %s", (path) => {
    expect(failure(load(path)).reason).toMatch(/is not among those given/);
  });

  it("refuses locations that are no paths", () => {
    expect(failure(load("types%2fone.xsd")).reason).toMatch(/not the location of a local file/);
  });
});
