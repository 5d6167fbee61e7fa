import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { fileLoader } from "../src/wsdl/file-loader.ts";
import { parseWsdl } from "../src/wsdl/parse.ts";
import { shortTypes } from "./fixtures/wsdl/small.ts";

const folder = new URL("fixtures/wsdl/", import.meta.url);

describe("a whole descriptor", () => {
  it.each(["orders", "registry"])("of %s is as it was", async (name) => {
    const location = new URL(`${name}.wsdl`, folder).href;
    const source = await readFile(new URL(location), "utf8");
    const descriptor = parseWsdl(source, fileLoader(fileURLToPath(folder)), { location });
    // Short first, which is what people compare; then every field, in its order.
    const text = [shortTypes(descriptor), descriptor].map((part) => JSON.stringify(part, null, 1)).join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot(`fixtures/wsdl/${name}.snap`);
    expect(JSON.parse(JSON.stringify(descriptor))).toEqual(descriptor);
    expect(structuredClone(descriptor)).toEqual(descriptor);
  });
});
