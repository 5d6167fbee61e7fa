import { gatewayDescriptor, type GatewayService } from "@mailmux/gateway-api";
import { createSoapClient, parseWsdl } from "@mailmux/soap-future";
import { createInMemoryTransport } from "@mailmux/soap-future/testing";
import { describe, expect, it } from "vitest";
import { mailQueueAnswer } from "./gateway-answer.ts";
import { largeWsdl } from "./large-wsdl.ts";
import { operationCount, typeCount } from "./soap-cases.ts";

describe("what the soap-future benchmark is made of", () => {
  it("is an answer that is always the same, of about 600 bytes a message", async () => {
    const body = await mailQueueAnswer(100);
    expect(body.length / 100).toBeGreaterThan(550);
    expect(body.length / 100).toBeLessThan(650);
    expect(body.equals(await mailQueueAnswer(100))).toBe(true);
    const client = createSoapClient<GatewayService>({
      descriptor: gatewayDescriptor,
      transport: createInMemoryTransport(() => ({ body })),
    });
    const { result } = await client.mailQueue({ filter: "" });
    expect(result.item).toHaveLength(100);
    expect(result.item[99]).toMatchObject({ id: 4_294_967_395, msgto: "first.last99@mail.example.org" });
  });

  it("is a WSDL all of whose types are used", () => {
    const { operations, types } = parseWsdl(largeWsdl());
    expect(operations).toHaveLength(operationCount);
    expect(types.filter(({ name }) => /^Type\d+$/.test(name))).toHaveLength(typeCount);
  });
});
