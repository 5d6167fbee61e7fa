import { gatewayWsdl } from "@mailmux/gateway-api";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { basic, connectPlain, connectTo, envelope, post, type WireResponse } from "../../test/wire.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";

const version = envelope("<u:getVersion/>");
const good = basic("admin", "secret");

async function exchange(node: GatewayNode, text: string, { withBody = true } = {}): Promise<WireResponse> {
  using wire = await connectTo(node);
  // Awaited here, because the connection ends with this function.
  return await wire.send(text).response({ withBody });
}

describe("the transport of a node", () => {
  let node: GatewayNode;
  beforeAll(async () => {
    node = await createGatewayNode({
      password: "secret",
      messages: 200,
      traffic: false,
      compress: true,
      http: { port: 0 },
    });
  });
  afterAll(() => node.close());

  it.each([["no"], ["good"], ["bad"]])("gives the same WSDL for %s credentials", async (kind) => {
    const fields = { no: [], good: [good], bad: [basic("admin", "wrong")] }[kind] ?? [];
    for (const target of ["//remote/?wsdl", "/remote/?wsdl", "/remote?WSDL", "/remote/?wsdl&x=1"]) {
      const answer = await exchange(
        node,
        [`GET ${target} HTTP/1.1`, "Host: x", ...fields, "", ""].join("\r\n"),
      );
      expect(answer).toMatchObject({ status: 200, reason: "OK" });
      expect(answer.headers.get("content-type")).toBe("text/xml; charset=utf-8");
      expect(answer.body.toString()).toBe(gatewayWsdl);
    }
  });

  it.each([
    "Content-Type: text/xml; charset=utf-8",
    "Content-Type: application/x-www-form-urlencoded",
    'SOAPAction: "anything"',
    'SOAPAction: ""',
    "X-Nothing: 1",
  ])("takes a call with %s", async (field) => {
    const answer = await exchange(node, post(version, [good, field], "//remote/"));
    expect(answer).toMatchObject({ status: 200, reason: "OK" });
    expect(answer.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(answer.body.toString()).toContain("<result>4.8-p1</result>");
  });

  it("takes a body in chunks, and many calls on one connection", async () => {
    using wire = await connectTo(node);
    for (let each = 0; each < 3; each++) {
      const size = Buffer.byteLength(version).toString(16);
      wire.send(`POST /remote HTTP/1.1\r\nHost: x\r\n${good}\r\nTransfer-Encoding: chunked\r\n\r\n`);
      wire.send(`${size}\r\n${version}\r\n0\r\n\r\n`);
      expect((await wire.response()).status).toBe(200);
      expect((await wire.send(post(version, [good])).response()).status).toBe(200);
    }
  });

  it("tells a client that asks to go on, but only when it may", async () => {
    using wire = await connectTo(node);
    const head = post(version, [good, "Expect: 100-continue"]).slice(0, -version.length);
    expect(await wire.send(head).response()).toMatchObject({ status: 100, reason: "Continue" });
    expect((await wire.send(version).response()).status).toBe(200);
    using stranger = await connectTo(node);
    const wrong = post(version, ["Expect: 100-continue"]).slice(0, -version.length);
    expect(await stranger.send(wrong).response()).toMatchObject({ status: 401, reason: "Unauthorized" });
  });

  it.each([
    ["gzip, deflate", "gzip"],
    ["deflate, gzip, br, zstd", "gzip"],
    ["gzip;q=0", undefined],
    ["br", undefined],
    [undefined, undefined],
  ])("answers Accept-Encoding %s in %s", async (accepted, coding) => {
    const call = envelope("<u:mailQueue><filter/><limit>50</limit></u:mailQueue>");
    const fields = accepted === undefined ? [good] : [good, `Accept-Encoding: ${accepted}`];
    const answer = await exchange(node, post(call, fields));
    expect(answer.headers.get("content-encoding")).toBe(coding);
    const text = coding === undefined ? answer.body : gunzipSync(answer.body);
    expect(text.toString()).toMatch(/<\/SOAP-ENV:Envelope>\s*$/);
  });

  it("takes name and password from the query; the header wins", async () => {
    const query = "/remote/?username=admin&password=%73ecret";
    expect((await exchange(node, post(version, [], query))).status).toBe(200);
    expect((await exchange(node, post(version, [basic("admin", "wrong")], query))).status).toBe(401);
    expect((await exchange(node, post(version, [good], "/remote/?username=admin&password=x"))).status).toBe(
      200,
    );
  });

  it("refuses with a challenge and the one word", async () => {
    for (const fields of [
      [],
      [basic("admin", "wrong")],
      [basic("nobody", "secret")],
      ["Authorization: Basic !"],
    ]) {
      const answer = await exchange(node, post(version, fields));
      expect(answer).toMatchObject({ status: 401, reason: "Unauthorized" });
      expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm="mail gateway"/);
      expect(answer.headers.get("content-type")).toMatch(/^text\/xml/);
      expect(answer.body.toString()).toMatch(
        /<faultcode>SOAP-ENV:Client<\/faultcode><faultstring>Unauthorized<\/faultstring>/,
      );
    }
  });

  it.each([
    ["<u:noSuchCall/>", /Client<.*noSuchCall/s],
    ["", /Client<.*Body/s],
    ["<u:mailQueue><filter>form=x</filter></u:mailQueue>", /Server<.*Did you mean/s],
  ])("answers %s with 500 and a fault", async (call, fault) => {
    const answer = await exchange(node, post(envelope(call), [good]));
    expect(answer).toMatchObject({ status: 500, reason: "Internal Server Error" });
    expect(answer.body.toString()).toMatch(fault);
  });

  it.each(["", "<", "no xml", "<a></b>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"])(
    "answers %j with 500 and a fault of the client",
    async (body) => {
      const answer = await exchange(node, post(body, [good]));
      expect(answer.status).toBe(500);
      expect(answer.body.toString()).toContain("<faultcode>SOAP-ENV:Client</faultcode>");
    },
  );

  it("shows people a page that links to the WSDL and says nothing of the node", async () => {
    for (const target of ["/remote/", "//remote", "/remote/?"]) {
      const answer = await exchange(node, `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
      expect(answer.body.toString()).toContain('<a href="?wsdl">');
      expect(answer.body.toString()).not.toMatch(/mx1|admin|4\.8/);
    }
  });

  it("answers HEAD as GET, without the body", async () => {
    const wsdl = await exchange(node, "HEAD /remote/?wsdl HTTP/1.1\r\nHost: x\r\n\r\n", { withBody: false });
    expect(wsdl.status).toBe(200);
    expect(wsdl.headers.get("content-length")).toBe(String(Buffer.byteLength(gatewayWsdl)));
    using wire = await connectTo(node);
    wire.send("HEAD /remote/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect((await wire.response({ withBody: false })).status).toBe(200);
    expect((await wire.rest()).length).toBe(0);
  });

  it.each(["PUT", "DELETE", "OPTIONS", "PATCH"])(
    "answers %s with 405 and says what is allowed",
    async (method) => {
      const answer = await exchange(node, `${method} /remote/ HTTP/1.1\r\nHost: x\r\n${good}\r\n\r\n`);
      expect(answer).toMatchObject({ status: 405, reason: "Method Not Allowed" });
      expect(answer.headers.get("allow")).toBe("GET, HEAD, POST");
      expect(answer.body.toString()).toContain("<faultcode>SOAP-ENV:Client<");
    },
  );

  it("keeps a connection on which something was not found", async () => {
    using wire = await connectTo(node);
    for (let each = 0; each < 2; each++) {
      expect((await wire.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n").response()).status).toBe(404);
    }
    expect((await wire.send(post(version, [good])).response()).status).toBe(200);
  });

  it.each(["/", "/remote/x", "/remotely/", "/x/remote/", "/remote/../etc/passwd"])(
    "has nothing at %s",
    async (path) => {
      for (const text of [`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`, post(version, [good], path)]) {
        const answer = await exchange(node, text);
        expect(answer).toMatchObject({ status: 404, reason: "Not Found" });
        expect(answer.body.toString()).toContain("The service is at /remote/");
      }
    },
  );

  it.each([
    ["Sec-Fetch-Site: cross-site"],
    ["Sec-Fetch-Site: same-site"],
    ["Origin: https://evil.example"],
    ["Origin: null"],
  ])("refuses calls that pages of other sites make: %s", async (field) => {
    const answer = await exchange(node, post(version, [good, field]));
    expect(answer).toMatchObject({ status: 403, reason: "Forbidden" });
    expect((await exchange(node, post(version, [good, "Origin: https://node"]))).status).toBe(200);
  });

  it("listens without TLS too when it is told to, and not otherwise", async () => {
    expect(node.httpUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/remote\/$/);
    using wire = await connectPlain(Number(new URL(node.httpUrl ?? "").port));
    expect((await wire.send(post(version, [good])).response()).status).toBe(200);
    using wrong = await connectPlain(node.port);
    wrong.send(post(version, [good]));
    expect((await wrong.rest()).toString("latin1")).not.toContain("4.8-p1");
    await using other = await createGatewayNode({ messages: 0, traffic: false });
    expect(other.httpUrl).toBeUndefined();
  });
});
