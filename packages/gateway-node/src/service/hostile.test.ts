import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { VirtualClock } from "../../test/virtual-clock.ts";
import {
  basic,
  connectPlain,
  connectTo,
  envelope,
  post,
  type Wire,
  type WireResponse,
} from "../../test/wire.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";

const version = envelope("<u:getVersion/>");
const good = basic("admin", "secret");
const options = { password: "secret", messages: 10, traffic: false };

/** The text of a fault, which every refusal has. */
function faultText({ headers, body }: WireResponse): string {
  expect(headers.get("content-type")).toBe("text/xml; charset=utf-8");
  return /<faultstring>([^<]*)<\/faultstring>/.exec(body.toString())?.[1] ?? "";
}

async function call(node: GatewayNode, body: string): Promise<WireResponse> {
  using wire = await connectTo(node);
  return await wire.send(post(body, [good])).response();
}

async function expectAlive(node: GatewayNode): Promise<void> {
  expect((await call(node, version)).body.toString()).toContain("<result>4.8-p1</result>");
}

describe("hostile requests", () => {
  let node: GatewayNode;
  beforeAll(async () => {
    node = await createGatewayNode({ ...options, limits: { maxBodyBytes: 2_000_000 } });
  });
  afterEach(() => expectAlive(node));
  afterAll(() => node.close());

  it("with a body that says it is too long are refused before it comes", async () => {
    using wire = await connectTo(node);
    wire.send(`POST /remote/ HTTP/1.1\r\nHost: x\r\n${good}\r\nContent-Length: 2000001\r\n\r\n<a>`);
    const answer = await wire.response();
    expect(answer).toMatchObject({ status: 413, reason: "Payload Too Large" });
    expect(faultText(answer)).toBe("The request is larger than 2000000 bytes");
  });

  it("with a body in chunks that is too long are refused when it is", async () => {
    using wire = await connectTo(node);
    wire.send(`POST /remote/ HTTP/1.1\r\nHost: x\r\n${good}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const text = " ".repeat(65_535);
    wire.send(`${(65_536 + 11).toString(16)}\r\n<!-- open --${text}\r\n`);
    const answer = wire.response();
    for (let each = 0; each < 40; each++) wire.send(`10000\r\n ${text}\r\n`);
    expect([413, 500]).toContain((await answer).status);
  });

  it("of strangers are refused before their body comes", async () => {
    using wire = await connectTo(node);
    wire.send("POST /remote/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n<a>");
    expect((await wire.response()).status).toBe(401);
  });

  it.each([
    ["a long field", [`X-Long: ${"x".repeat(20_000)}`], 431],
    ["a long target", [], 431],
    ["many long fields", Array.from({ length: 200 }, (_, each) => `X-${each}: ${"y".repeat(200)}`), 431],
    ["both framings", ["Transfer-Encoding: chunked"], 400],
    ["two lengths", ["Content-Length: 1"], 400],
    ["a NUL in a field", ["X: a\0b"], 400],
    ["a space before a colon", ["X : a"], 400],
  ])("with %s are answered with a fault", async (name, fields, status) => {
    using wire = await connectTo(node);
    const target = name === "a long target" ? `/remote/?${"x".repeat(20_000)}` : "/remote/";
    const answer = await wire.send(post(version, [good, ...fields], target)).response();
    expect(answer.status).toBe(status);
    expect(faultText(answer)).not.toBe("");
    await wire.rest();
  });

  it.each([
    ["__proto__", ["__proto__: 1", "constructor: 2"], [200]],
    ["more fields than are looked at", Array.from({ length: 300 }, (_, each) => `X${each}: y`), [200, 431]],
  ])("with %s do no harm", async (_, fields, statuses) => {
    using wire = await connectTo(node);
    // Versions of Node differ in whether they refuse the fields beyond, or do not look at them.
    expect(statuses).toContain((await wire.send(post(version, [good, ...fields])).response()).status);
  });

  it("with endless chunk extensions are ended", async () => {
    using wire = await connectTo(node);
    wire.send(`POST /remote/ HTTP/1.1\r\nHost: x\r\n${good}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    wire.send(`1;${"x".repeat(40_000)}`);
    await wire.rest();
  });

  it("that are no HTTP are answered with a fault, and so is no TLS with silence", async () => {
    using wire = await connectTo(node);
    const answer = await wire.send("EHLO spammer.example\r\n\r\n").response();
    expect(answer).toMatchObject({ status: 400, reason: "Bad Request" });
    expect(faultText(answer)).toBe("The request is not HTTP");
    using plain = await connectPlain(node.port);
    await plain.send(Buffer.alloc(1_000, 0xff)).rest();
  });

  it("that wait behind each other in their hundreds are cut off after the first few", async () => {
    using wire = await connectTo(node);
    wire.send(post(version, [good]).repeat(300));
    const text = (await wire.rest()).toString();
    const answered = text.split("<result>4.8-p1</result>").length - 1;
    expect(answered).toBeGreaterThanOrEqual(1);
    expect(answered).toBeLessThan(100);
    expect(text).toContain("requests wait on one connection");
  });

  it.each([
    ["deep", `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`],
    ["deep within a call", envelope(`<u:mailQueue>${"<a>".repeat(50_000)}`)],
    ["a document type", `<!DOCTYPE a [<!ENTITY b "${"c".repeat(1_000)}">]>${version}`],
    ["an external entity", `<!DOCTYPE a SYSTEM "file:///etc/passwd">${version}`],
    ["a huge attribute", `<a b="${"c".repeat(1_500_000)}"/>`],
    ["many attributes", `<a ${Array.from({ length: 50_000 }, (_, each) => `b${each}="c"`).join(" ")}/>`],
    [
      "many namespaces",
      `<a ${Array.from({ length: 50_000 }, (_, each) => `xmlns:b${each}="c"`).join(" ")}/>`,
    ],
    ["a long name", `<${"a".repeat(1_500_000)}/>`],
    ["bytes that are no UTF-8", "<a>\xff\xfe</a>"],
    ["another encoding", '<?xml version="1.0" encoding="UTF-7"?><a/>'],
    ["a wide call", envelope(`<u:commandRun><argv>${"<item/>".repeat(200_000)}</argv></u:commandRun>`)],
  ])("whose XML is %s are answered with a fault, in little time", async (_, body) => {
    using wire = await connectTo(node);
    const bytes = Buffer.from(body, "latin1");
    const head = `POST /remote/ HTTP/1.1\r\nHost: x\r\n${good}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const started = performance.now();
    const answer = await wire.send(head).send(bytes).response();
    expect(answer.status).toBe(500);
    expect(faultText(answer)).not.toBe("");
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it.each([
    ["one value", `subject~"${"x".repeat(1_000_000)}"`],
    ["many conditions", "size&gt;1 ".repeat(100_000)],
    ["many brackets", "(".repeat(1_000_000)],
    ["many nots", "!".repeat(1_000_000)],
    ["many empty operands", "&amp;&amp; ".repeat(100_000)],
    ["many or", `size=1${" or size=1".repeat(100_000)}`],
  ])("with a filter of a megabyte of %s are answered, in little time", async (_, filter) => {
    const started = performance.now();
    const answer = await call(node, envelope(`<u:mailQueue><filter>${filter}</filter></u:mailQueue>`));
    expect([200, 500]).toContain(answer.status);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  it("with ever new wrong passwords are refused, and then not looked at; the right one always gets in", async () => {
    using wire = await connectTo(node);
    const statuses = new Map<number, number>();
    for (let each = 0; each < 200; each++) {
      const { status } = await wire.send(post(version, [basic("admin", `guess${each}`)])).response();
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(statuses.get(429)).toBeGreaterThan(150);
  });

  it("over TLS older than 1.2 are not heard", async () => {
    const socket = connectTls({
      host: "127.0.0.1",
      port: node.port,
      rejectUnauthorized: false,
      minVersion: "TLSv1",
      maxVersion: "TLSv1.1",
      ciphers: "DEFAULT@SECLEVEL=0",
    });
    await expect(once(socket, "secureConnect")).rejects.toThrow();
  });
});

describe("slow senders", () => {
  it("of a header are told that it took too long", async () => {
    await using node = await createGatewayNode({ ...options, limits: { headersTimeoutMs: 200 } });
    using wire = await connectTo(node);
    const answer = await wire.send("POST /remote/ HTTP/1.1\r\nHost: x\r\nX-Slow: ").response();
    expect(answer).toMatchObject({ status: 408, reason: "Request Timeout" });
    expect(faultText(answer)).toBe("The request did not arrive in time");
    await wire.rest();
    await expectAlive(node);
  });

  it("of a handshake are cut off", async () => {
    await using node = await createGatewayNode({ ...options, limits: { headersTimeoutMs: 200 } });
    using wire = await connectPlain(node.port);
    await wire.send(Buffer.from([0x16, 0x03, 0x01])).rest();
    await expectAlive(node);
  });

  it("of a body are told that it took too long", async () => {
    await using node = await createGatewayNode({ ...options, limits: { requestTimeoutMs: 300 } });
    using wire = await connectTo(node);
    const answer = await wire.send(post(version, [good]).slice(0, -5)).response();
    expect(answer.status).toBe(408);
    expect(faultText(answer)).toMatch(/did not arrive/);
    await expectAlive(node);
  });

  it("of a few bytes now and then are cut off long before that; a slow line is not", async () => {
    const clock = new VirtualClock(1_700_000_000_000);
    await using node = await createGatewayNode({ ...options, clock });
    const body = `${version}${" ".repeat(6_000)}`;
    const begin = async (): Promise<Wire> => {
      const wire = await connectTo(node);
      const before = clock.pending;
      wire.send(post(body, [good]).slice(0, -6_000));
      while (clock.pending === before) await new Promise((resolve) => setImmediate(resolve));
      return wire;
    };
    using slow = await begin();
    using steady = await begin();
    const answers = [slow.response(), steady.response()] as const;
    for (let round = 0; round < 3; round++) {
      slow.send(" ");
      steady.send(" ".repeat(2_000));
      // What was sent is there when an answer to something sent later is.
      await expectAlive(node);
      clock.advance(10_000);
    }
    const [refused, answered] = await Promise.all(answers);
    expect(refused.status).toBe(408);
    expect(faultText(refused)).toBe("Fewer than 1024 bytes came in 10 s");
    expect(answered.status).toBe(200);
    await slow.rest();
  });
});

describe("many connections", () => {
  it("are closed where they are too many, and the others go on", async () => {
    await using node = await createGatewayNode({ ...options, limits: { maxConnectionsPerAddress: 5 } });
    const wires = await Promise.all(Array.from({ length: 5 }, async () => connectTo(node)));
    for (let each = 0; each < 20; each++) await (await connectPlain(node.port)).rest();
    for (const wire of wires) {
      expect((await wire.send(post(version, [good])).response()).status).toBe(200);
    }
    wires[0]?.[Symbol.dispose]();
    for (;;) {
      using wire = await connectPlain(node.port);
      const outcome = await Promise.race([
        wire.rest(),
        expectAlive(node).then(
          () => "alive",
          () => undefined,
        ),
      ]);
      if (outcome === "alive") break;
    }
    for (const wire of wires) wire[Symbol.dispose]();
  });

  it("have one limit together, over all addresses", async () => {
    await using node = await createGatewayNode({
      ...options,
      limits: { maxConnections: 2 },
      http: { port: 0 },
    });
    using one = await connectTo(node);
    using two = await connectPlain(Number(new URL(node.httpUrl ?? "").port));
    await (await connectPlain(node.port)).rest();
    for (const wire of [one, two]) {
      expect((await wire.send(post(version, [good])).response()).status).toBe(200);
    }
  });
});
