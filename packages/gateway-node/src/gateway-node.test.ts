import { gatewayDescriptor, gatewayWsdl, type GatewayService, parseFilter } from "@mailmux/gateway-api";
import { createSoapClient, SoapFault, type SoapClient } from "@mailmux/soap-future";
import { mkdtempSync, rmSync } from "node:fs";
import { request, type RequestOptions } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGatewayNode, type GatewayNode } from "./gateway-node.ts";

function clientOf(node: GatewayNode, password = node.password): SoapClient<GatewayService> {
  return createSoapClient<GatewayService>({
    descriptor: gatewayDescriptor,
    endpoint: node.url,
    tls: { fingerprints: [node.fingerprint] },
    auth: { username: node.user, password },
  });
}

/** One exchange without the client of the house, to see what is really on the wire. */
async function raw(
  node: GatewayNode,
  path: string,
  options: RequestOptions = {},
  body?: string,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: "127.0.0.1", port: node.port, path, rejectUnauthorized: false, agent: false, ...options },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
        response.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const envelope = (inner: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:u="urn:halon"><s:Header/><s:Body>${inner}</s:Body></s:Envelope>`;

const basic = (text: string, encoding: BufferEncoding = "utf8"): { Authorization: string } => ({
  Authorization: `Basic ${Buffer.from(text, encoding).toString("base64")}`,
});

describe("a gateway node", () => {
  let node: GatewayNode;
  let client: SoapClient<GatewayService>;
  beforeAll(async () => {
    node = await createGatewayNode({
      name: "mx7",
      user: "jörg",
      password: "pässword",
      messages: 40,
      traffic: false,
    });
    client = clientOf(node);
  });
  afterAll(async () => {
    await client.close();
    await node.close();
  });

  it("answers what it is asked about itself", async () => {
    expect(await client.getVersion()).toEqual({ result: "4.8-p1" });
    expect((await client.getSerial()).result).toMatch(/^\d{8}$/);
    expect(Number((await client.getUptime()).result)).toBeGreaterThanOrEqual(3_600);
    expect(await client.login()).toEqual({ result: { fullname: "jörg", remotehost: "127.0.0.1" } });
  });

  it("lists the queue and the history as the store has them", async () => {
    const { result, totalhits } = await client.mailQueue({ filter: "", limit: 1_000 });
    const rows = node.store.page("queue", parseFilter(""), { offset: 0, limit: 1_000 });
    expect(result.item.map(({ id }) => BigInt(id))).toEqual(rows.map(({ id }) => id));
    expect(result.item.map(({ msgsubject }) => new TextDecoder().decode(msgsubject))).toEqual(
      rows.map(({ subject }) => subject),
    );
    expect(totalhits).toBeUndefined();
    const history = await client.mailHistory({ filter: "action=DELIVER", limit: 1_000 });
    expect(history.result.item).toHaveLength(node.store.count("history", parseFilter("action=DELIVER")));
  });

  it("pages, counts when asked, and takes a hundred for no limit", async () => {
    const options = { totalhits: true };
    const first = await client.mailHistory({ filter: "", limit: 50, options });
    const second = await client.mailHistory({ filter: "", offset: 50, limit: 70, options });
    expect([first.totalhits, second.totalhits].map(Number)).toEqual([120, 120]);
    expect(new Set([...first.result.item, ...second.result.item].map(({ id }) => id)).size).toBe(120);
    expect((await client.mailHistory({ filter: "" })).result.item).toHaveLength(100);
    const none = await client.mailQueue({ filter: "from=nobody@nowhere", options });
    expect(none.result.item).toEqual([]);
    expect(Number(none.totalhits)).toBe(0);
  });

  it("answers a filter it cannot read with a fault that says what to write", async () => {
    const { faultstring } = await faultOf(client.mailQueue({ filter: "form=x" }));
    expect(faultstring).toMatch(/Did you mean "from"/);
  });

  it("refuses wrong credentials with 401, a challenge and the one word clients look for", async () => {
    const stranger = clientOf(node, "wrong");
    expect(await faultOf(stranger.getVersion())).toMatchObject({
      faultstring: "Unauthorized",
      httpStatus: 401,
    });
    await stranger.close();
    for (const headers of [
      {},
      basic("jörg:"),
      basic("jörg"),
      { Authorization: "Basic !" },
      { Authorization: "Bearer x" },
    ]) {
      const answer = await raw(node, "/remote/", { method: "POST", headers }, envelope("<u:getVersion/>"));
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toMatch(/^Basic realm="/);
      expect(answer.text).toContain("<faultstring>Unauthorized</faultstring>");
    }
  });

  it.each(["utf8", "latin1"] as const)("reads credentials in %s", async (encoding) => {
    const headers = basic("jörg:pässword", encoding);
    const answer = await raw(node, "/remote/", { method: "POST", headers }, envelope("<u:getVersion/>"));
    expect(answer.status).toBe(200);
  });

  it.each(["/remote/?wsdl", "//remote/?wsdl", "/remote?wsdl", "/remote/?WSDL"])(
    "gives anyone the WSDL at %s",
    async (path) => {
      const answer = await raw(node, path);
      expect(answer).toMatchObject({ status: 200, text: gatewayWsdl });
      expect(answer.headers["content-type"]).toBe("text/xml; charset=utf-8");
    },
  );

  it.each(["/remote/", "//remote/", "///remote//", "/remote"])(
    "takes calls at %s, whatever their content type",
    async (path) => {
      const headers = { ...basic("jörg:pässword"), "Content-Type": "application/x-www-form-urlencoded" };
      const answer = await raw(node, path, { method: "POST", headers }, envelope("<u:getVersion/>"));
      expect(answer.text).toContain("<result>4.8-p1</result>");
    },
  );

  it("has nothing anywhere else", async () => {
    for (const path of ["/", "/remote/x", "/remotely/", "/x/remote/"]) {
      expect((await raw(node, path)).status).toBe(404);
    }
  });
});

describe("a gateway node with trouble", () => {
  it.each(["drop", "garbage", "truncate", "http500"] as const)(
    "%s: fails calls, but not the WSDL",
    async (fault) => {
      await using node = await createGatewayNode({ fault, messages: 5, traffic: false });
      await using client = clientOf(node);
      await expect(client.getVersion()).rejects.toMatchObject({ name: "SoapError" });
      expect((await raw(node, "/remote/?wsdl")).status).toBe(200);
    },
  );

  it.each(["hang", "flood"] as const)("%s: ends when the node does", async (fault) => {
    const node = await createGatewayNode({ fault, messages: 5, traffic: false });
    const client = clientOf(node);
    const call = client.getVersion().catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await node.close();
    expect(await call).toBeInstanceOf(Error);
    await client.close();
  });

  it("delays each answer by as much as it is told", async () => {
    await using node = await createGatewayNode({ delayMs: 200, messages: 5, traffic: false });
    await using client = clientOf(node);
    const started = performance.now();
    await client.getVersion();
    expect(performance.now() - started).toBeGreaterThanOrEqual(195);
  });

  it("says when the port is taken, and leaves nothing behind", async () => {
    await using node = await createGatewayNode({ messages: 0, traffic: false });
    await expect(createGatewayNode({ port: node.port, messages: 0 })).rejects.toMatchObject({
      code: "listen",
    });
  });
});

describe("a gateway node with a data folder", () => {
  it("keeps certificate and mail over a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "mailmux-node-"));
    try {
      const first = await createGatewayNode({ folder, messages: 20, traffic: false });
      const [message] = first.store.page("queue", parseFilter(""), { offset: 0, limit: 1 });
      first.store.finish(message?.id ?? 0n, "DELETE", "");
      await first.close();
      await first.close();
      await using second = await createGatewayNode({ folder, messages: 20, traffic: false });
      expect(second.fingerprint).toBe(first.fingerprint);
      expect(second.store.count("queue", parseFilter(""))).toBe(19);
      expect(second.password).not.toBe(first.password);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function faultOf(call: Promise<unknown>): Promise<SoapFault> {
  const error: unknown = await call.then(
    () => new Error("no fault"),
    (reason: unknown) => reason,
  );
  if (error instanceof SoapFault) return error;
  throw error;
}
