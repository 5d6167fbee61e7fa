import { operationNames, operationTraits, type GatewayService } from "@mailmux/gateway-api";
import type { SoapClient } from "@mailmux/soap-future";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, faultOf } from "../../test/client.ts";
import { basic, connectTo, envelope, post } from "../../test/wire.ts";
import type { CallQuestion } from "../auth/permission.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";

describe("users of a node", () => {
  const asked: CallQuestion[] = [];
  let node: GatewayNode;
  let reader: SoapClient<GatewayService>;
  let stranger: SoapClient<GatewayService>;
  beforeAll(async () => {
    node = await createGatewayNode({
      messages: 20,
      traffic: false,
      users: [
        { name: "reader", password: "look", fullName: "A Reader", flags: "r" },
        { name: "writer", password: "act", flags: "rw" },
      ],
      authenticateCall(question) {
        asked.push(question);
        if (question.username !== "end@user.example") return { allow: false };
        if (question.soapcall === "login") return { allow: true, fullname: "End User" };
        if (question.soapcall === "mailQueueDelete") return { allow: true, accesslevel: "r" };
        const isOwnFile = question.soapargs.file?.startsWith("/storage/mail/") === true;
        return isOwnFile ? { allow: true } : { allow: false, message: "Ask somebody else" };
      },
    });
    reader = clientOf(node, { username: "reader", password: "look" });
    stranger = clientOf(node, { username: "end@user.example", password: "pâss" });
  });
  afterAll(async () => {
    await reader.close();
    await stranger.close();
    await node.close();
  });

  it("with r may read and nothing else", async () => {
    expect((await reader.login()).result).toMatchObject({ fullname: "A Reader" });
    expect((await reader.mailQueue({ filter: "" })).result.item.length).toBeGreaterThan(0);
    const forbidden = { httpStatus: 403, faultcode: "SOAP-ENV:Client", faultstring: "Forbidden" };
    expect(await faultOf(reader.mailQueueDelete({ id: "1" }))).toMatchObject(forbidden);
    expect(await faultOf(reader.fileRead({ file: "/storage/mail/x" }))).toMatchObject(forbidden);
  });

  it("with r are refused every operation that needs more, before its handler sees it", async () => {
    using wire = await connectTo(node);
    const login = basic("reader", "look");
    let compared = 0;
    for (const operation of operationNames) {
      // Without its arguments, a call may fail; it must not be forbidden, nor the other way round.
      const answer = await wire.send(post(envelope(`<u:${operation}/>`), [login])).response();
      const isMalformed = answer.body.includes("SOAP-ENV:Client") && answer.status === 500;
      if (isMalformed) continue;
      compared++;
      expect(answer.status === 403, operation).toBe(operationTraits[operation].access !== "read");
    }
    expect(compared).toBeGreaterThan(10);
  });

  it("with rw may do everything", async () => {
    await using writer = clientOf(node, { username: "writer", password: "act" });
    expect((await faultOf(writer.mailQueueDelete({ id: "1" }))).faultstring).toBe("queueid not found");
  });

  it("who are none are let in call by call", async () => {
    expect((await stranger.login()).result).toMatchObject({ fullname: "End User" });
    expect(asked.at(-1)).toEqual({
      clientIp: "127.0.0.1",
      username: "end@user.example",
      password: "pâss",
      service: "soap",
      soapcall: "login",
      soapargs: {},
    });
    const [row] = (await reader.mailQueue({ filter: "", limit: 1 })).result.item;
    expect((await stranger.fileRead({ file: row?.msgpath ?? "" })).data.length).toBeGreaterThan(0);
    expect(await faultOf(stranger.fileRead({ file: "/etc/passwd" }))).toMatchObject({
      httpStatus: 401,
      faultstring: "Ask somebody else",
    });
    expect(await faultOf(stranger.mailQueueDelete({ id: "1" }))).toMatchObject({ httpStatus: 403 });
  });

  it("who are nobody's are refused with the one word, and a challenge", async () => {
    using wire = await connectTo(node);
    const answer = await wire.send(post(envelope("<u:login/>"), [basic("x", "y")])).response();
    expect(answer).toMatchObject({ status: 401, reason: "Unauthorized" });
    expect(answer.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect(answer.body.toString()).toContain("<faultstring>Unauthorized</faultstring>");
  });
});
