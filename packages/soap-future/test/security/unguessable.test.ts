import { afterEach, describe, expect, it, vi } from "vitest";
import { createSoapClient, type XmlElement } from "../../src/index.ts";
import { type Interceptor, wsAddressing, wsSecurity } from "../../src/interceptors/index.ts";
import { createInMemoryTransport } from "../../src/testing/index.ts";
import { envelope, shop, type ShopService } from "../shop.ts";

/** The texts of the header elements of this name, one for each of some calls. */
async function said(interceptor: Interceptor, name: string, calls: number): Promise<string[]> {
  const seen: string[] = [];
  const collect = (element: XmlElement): void => {
    for (const child of element.children)
      if (typeof child !== "string") collect(child);
      else if (element.name === name) seen.push(child);
  };
  const spy: Interceptor = (next) => (call) => {
    call.headerElements.forEach(collect);
    return next(call);
  };
  const transport = createInMemoryTransport(() => ({ body: envelope("<q:pingResponse/>") }));
  const client = createSoapClient<ShopService>({
    descriptor: shop,
    transport,
    interceptors: [interceptor, spy],
  });
  for (let call = 0; call < calls; call++) await client.ping();
  return seen;
}

describe("what nobody may guess", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("does not come from Math.random, nor from the time: nonces and message ids", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.spyOn(Date, "now").mockReturnValue(1_790_000_000_000);
    const nonces = await said(wsSecurity({ username: "u", password: "p", type: "digest" }), "Nonce", 200);
    expect(new Set(nonces).size).toBe(200);
    expect(nonces.map((nonce) => Buffer.from(nonce, "base64").length)).toEqual(nonces.map(() => 16));
    const ids = await said(wsAddressing({ action: "urn:a" }), "MessageID", 200);
    expect(new Set(ids).size).toBe(200);
  });
});
