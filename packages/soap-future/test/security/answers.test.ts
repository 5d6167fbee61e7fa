import { describe, expect, it } from "vitest";
import { createSoapClient, type SoapError, SoapFault } from "../../src/index.ts";
import { createInMemoryTransport, type InMemoryResponse } from "../../src/testing/index.ts";
import { envelope, faultBody, shop, type ShopService } from "../shop.ts";

async function errorOf(response: InMemoryResponse): Promise<SoapError> {
  const transport = createInMemoryTransport(() => response);
  const settled = await createSoapClient<ShopService>({ descriptor: shop, transport })
    .future()
    .ping()
    .settled();
  if (settled.status === "ok") throw new Error("the call did not fail");
  return settled.error;
}

const page = "<html>\n<head><title>\u001b[2JSign in\u202e</title></head><body>Sign in, please</body></html>";
const good = envelope("<q:pingResponse/>");

describe("what is not the answer", () => {
  it.each([200, 401, 403, 404, 500, 502, 503])(
    "a page of HTML with status %i says so, and shows its beginning",
    async (status) => {
      const error = await errorOf({ status, contentType: "text/html", body: page + "x".repeat(100_000) });
      expect(error).toMatchObject({ code: "unexpected_response", context: { httpStatus: status } });
      const { excerpt = "" } = error.context;
      expect(excerpt.startsWith("<html>\\n<head><title>\\u001b[2JSign in\\u202e")).toBe(true);
      expect(excerpt.length).toBeLessThan(600);
      // eslint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(`${error.message}${excerpt}`).not.toMatch(/[\x00-\x1f\x7f\u202e]/);
    },
  );

  it.each([500, 401, 403, 200])("a fault with status %i is a fault, with its words", async (status) => {
    const error = await errorOf({ status, body: envelope(faultBody("S:Server", "closed")) });
    expect(error).toBeInstanceOf(SoapFault);
    expect(error).toMatchObject({ code: "fault", faultstring: "closed", httpStatus: status });
  });

  it("an envelope that is no fault is not taken with a status of failure", async () => {
    expect(await errorOf({ status: 500, body: good })).toMatchObject({
      code: "unexpected_response",
      context: { httpStatus: 500 },
    });
  });

  it.each([
    ["a page of HTML that is called XML", page.replace("\u001b", "")],
    ["an envelope inside a page", `<html><body>${good.replace(/^<\?.*?\?>/, "")}</body></html>`],
    ["an envelope behind other text", `Notice: something\n${good}`],
    ["an envelope behind another", good + good.replace(/^<\?.*?\?>/, "")],
    ["an envelope as text", `<html>${good.replaceAll("<", "&lt;")}</html>`],
    ["nothing", ""],
    ["JSON", `{"ping":{}}`],
  ])("%s is not searched for an envelope", async (_, body) => {
    for (const status of [200, 500])
      expect(await errorOf({ status, body })).toMatchObject({ code: "decode" });
    expect(await errorOf({ status: 200, contentType: "text/plain", body })).toMatchObject({
      code: "unexpected_response",
    });
  });

  it("text that looks like XML stays text", async () => {
    const looks = "<S:Body><q:pingResponse/></S:Body>&amp;<!-- x -->]]";
    const name = looks.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const body = envelope(
      `<q:findResponse><result><item><id>1</id><name>${name}</name></item><item><id>2</id><name><![CDATA[${looks}]]></name></item></result></q:findResponse>`,
    );
    const transport = createInMemoryTransport(() => ({ body }));
    const { result } = await createSoapClient<ShopService>({ descriptor: shop, transport }).find({
      filter: "",
    });
    expect(result.item.map((item) => item.name)).toEqual([looks, looks]);
  });
});
