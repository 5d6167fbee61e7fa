import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createSoapClient,
  type Interceptor,
  type ServiceDescriptor,
  type SoapCall,
  type XmlElement,
} from "../src/index.ts";
import {
  wsAddressing,
  type WsAddressingOptions,
  wsSecurity,
  type WsSecurityOptions,
} from "../src/interceptors/index.ts";
import { createInMemoryTransport } from "../src/testing/index.ts";
import { shop, type ShopService } from "./shop.ts";

const withAction: ServiceDescriptor = {
  ...shop,
  operations: shop.operations.map((operation) => ({
    ...operation,
    soapAction: `urn:shop#${operation.name}`,
  })),
};

interface Sent {
  calls: SoapCall[];
  run(options?: { endpoint?: string; descriptor?: ServiceDescriptor }): Promise<unknown>;
}

/** Keeps the calls that come through, and answers with headers. */
function sending(interceptor: Interceptor, headers: (call: SoapCall) => XmlElement[] = () => []): Sent {
  const calls: SoapCall[] = [];
  const end: Interceptor = () => (call) => {
    calls.push(call);
    Object.assign(call.meta, { headerElements: headers(call) });
    if (call.items === undefined) return Promise.resolve({ kind: "value", value: {} });
    const items = (async function* () {
      yield 1;
      await Promise.resolve();
    })();
    return Promise.resolve({ kind: "items", items, rest: () => undefined });
  };
  const run = ({ endpoint = "https://node.example/soap", descriptor = withAction } = {}): Promise<unknown> =>
    createSoapClient<ShopService>({
      descriptor,
      transport: createInMemoryTransport(() => ({ body: "" }), { endpoint }),
      interceptors: [interceptor, end],
    }).ping();
  return { calls, run };
}

/** An element as a line, namespaces by a short name. */
function show({ namespace, name, attributes, children }: XmlElement): string {
  const short = namespace.includes("secext") ? "wsse" : namespace.includes("utility") ? "wsu" : namespace;
  const shown = attributes.map(
    (each) => ` ${each.namespace === "" ? "" : "S:"}${each.name}=${each.value.replace(/.*#/, "#")}`,
  );
  const inside = children.map((child) => (typeof child === "string" ? child : show(child))).join("");
  return `<${short}:${name}${shown.join("")}>${inside}</>`;
}

const fixed = {
  now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6),
  nonce: () => Buffer.from("0123456789abcdef"),
};
const user = { username: "admin", password: "pässword" };

describe("WS-Security", () => {
  const headerOf = async (options: WsSecurityOptions, descriptor = shop): Promise<string> => {
    const { calls, run } = sending(wsSecurity({ ...fixed, ...options }));
    await run({ descriptor });
    return (calls[0]?.headerElements ?? []).map(show).join("");
  };

  it("sends a text password", async () => {
    expect(await headerOf({ ...user, type: "text", mustUnderstand: false })).toBe(
      "<wsse:Security><wsse:UsernameToken><wsse:Username>admin</><wsse:Password Type=#PasswordText>pässword</></></>",
    );
  });

  it("sends a digest of nonce, time and password, and a timestamp", async () => {
    const created = "2026-01-02T03:04:05.006Z";
    const digest = createHash("sha1").update(`0123456789abcdef${created}pässword`).digest("base64");
    expect(await headerOf({ ...user, type: "digest", timestamp: { ttlSeconds: 60 } })).toBe(
      `<wsse:Security S:mustUnderstand=1><wsu:Timestamp><wsu:Created>${created}</><wsu:Expires>2026-01-02T03:05:05.006Z</></>` +
        `<wsse:UsernameToken><wsse:Username>admin</><wsse:Password Type=#PasswordDigest>${digest}</>` +
        `<wsse:Nonce EncodingType=#Base64Binary>MDEyMzQ1Njc4OWFiY2RlZg==</><wsu:Created>${created}</></></>`,
    );
  });

  it("says mustUnderstand as the version of SOAP does", async () => {
    expect(await headerOf({ ...user, type: "text" }, { ...shop, soapVersion: "1.2" })).toContain(
      "S:mustUnderstand=true",
    );
  });

  it("uses another nonce for each call", async () => {
    const { calls, run } = sending(wsSecurity({ ...user, type: "digest" }));
    await run();
    await run();
    const [first, second] = calls.map(({ headerElements }) => JSON.stringify(headerElements));
    expect(first).not.toBe(second);
  });

  it("sends no text password over plain http unless that is allowed", async () => {
    const endpoint = "http://node.example/soap";
    const refused = sending(wsSecurity({ ...user, type: "text" }));
    await expect(refused.run({ endpoint })).rejects.toMatchObject({ code: "invalid_argument" });
    expect(refused.calls).toEqual([]);
    await sending(wsSecurity({ ...user, type: "text", allowPlaintextAuth: true })).run({ endpoint });
    await sending(wsSecurity({ ...user, type: "digest" })).run({ endpoint });
  });

  it("refuses a time to live that is none", () => {
    expect(() => wsSecurity({ ...user, type: "text", timestamp: { ttlSeconds: 0 } })).toThrow(
      /\[invalid_argument\]/,
    );
  });
});

describe("WS-Addressing", () => {
  const namespace = "http://www.w3.org/2005/08/addressing";
  const uuid = (): string => "11111111-2222-4333-8444-555555555555";
  const relatesTo = (text: string, attributes: XmlElement["attributes"] = []): XmlElement => ({
    namespace,
    name: "RelatesTo",
    attributes,
    children: [text],
  });
  const run = (headers: XmlElement[], options: WsAddressingOptions = {}): Promise<unknown> =>
    sending(wsAddressing({ uuid, ...options }), () => headers).run();

  it("says what, whereto, which message and where the answer goes", async () => {
    const { calls, run: send } = sending(wsAddressing({ uuid, from: "urn:me" }));
    await send();
    expect((calls[0]?.headerElements ?? []).map(show).join("").replaceAll(namespace, "wsa")).toBe(
      "<wsa:Action>urn:shop#ping</><wsa:To>https://node.example/soap</>" +
        `<wsa:MessageID>urn:uuid:${uuid()}</><wsa:From><wsa:Address>urn:me</></>` +
        "<wsa:ReplyTo><wsa:Address>wsa/anonymous</></>",
    );
    expect(calls[0]?.understood).toContainEqual({ namespace, name: "RelatesTo" });
  });

  it("names the action in HTTP as well, so that the two agree", async () => {
    const { calls, run: send } = sending(
      wsAddressing({ action: ({ operation }) => `urn:x:${operation.name}` }),
    );
    await send();
    expect(calls[0]?.soapAction).toBe("urn:x:ping");
    await expect(run([], { action: "" })).rejects.toMatchObject({ code: "invalid_argument" });
  });

  it("takes the answer to its message, and refuses that to another", async () => {
    await run([relatesTo(` urn:uuid:${uuid()}\n`)]);
    await run([]);
    const other = [{ namespace: "", name: "RelationshipType", value: "urn:other" }];
    await run([relatesTo("urn:uuid:else", other)]);
    await expect(run([relatesTo("urn:uuid:else")])).rejects.toMatchObject({ code: "decode" });
    await expect(run([], { requireRelatesTo: true })).rejects.toMatchObject({ code: "decode" });
  });

  it("refuses a stream of another answer at its end", async () => {
    const { calls } = sending(wsAddressing());
    const client = createSoapClient<ShopService>({
      descriptor: shop,
      transport: createInMemoryTransport(() => ({ body: "" })),
      interceptors: [
        wsAddressing(),
        () => (call) => {
          calls.push(call);
          Object.assign(call.meta, { headerElements: [relatesTo("urn:else")] });
          const items = (async function* () {
            yield { id: 1 };
            await Promise.resolve();
          })();
          return Promise.resolve({ kind: "items", items, rest: () => undefined });
        },
      ],
    });
    const stream = client.stream().find({ filter: "" });
    expect((await stream.next()).value).toEqual({ id: 1 });
    await expect(stream.next()).rejects.toMatchObject({ code: "decode" });
  });
});
