import { describe, expect, it } from "vitest";
import { createSoapClient } from "../src/index.ts";
import { createInMemoryService } from "../src/testing/index.ts";
import { type Row, shop, type ShopService } from "./shop.ts";

describe("null, absent and empty", () => {
  it("are three things, there and back", async () => {
    const rows: Row[] = [
      { id: 1, tags: [], note: null },
      { id: 2, tags: [], note: "" },
      { id: 3, tags: [] },
    ];
    const transport = createInMemoryService<ShopService>(shop, { find: () => ({ result: { item: rows } }) });
    const client = createSoapClient<ShopService>({ descriptor: shop, transport });
    expect((await client.find({ filter: "" })).result.item).toEqual(rows);
  });
});
