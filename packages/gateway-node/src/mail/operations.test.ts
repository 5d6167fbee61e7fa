import { gatewayDescriptor, parseFilter, type GatewayService } from "@mailmux/gateway-api";
import { createSoapClient, type SoapClient } from "@mailmux/soap-future";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { arrival } from "../../test/arrival.ts";
import { VirtualClock } from "../../test/virtual-clock.ts";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";
import type { StoredMessage } from "../store/message.ts";

const now = 1_790_000_000;
const heldId = "6a1d8b20-60e0-11e4-ac7b-000c294da5fc";
const profile = "mailquarantine:1";

describe("operations on the queue of a node", () => {
  let node: GatewayNode;
  let client: SoapClient<GatewayService>;
  let waiting: bigint;
  let held: bigint;

  beforeEach(async () => {
    node = await createGatewayNode({
      messages: 0,
      traffic: false,
      clock: new VirtualClock(now * 1_000),
    });
    client = createSoapClient<GatewayService>({
      descriptor: gatewayDescriptor,
      endpoint: node.url,
      tls: { fingerprints: [node.fingerprint] },
      auth: { username: node.user, password: node.password },
    });
    waiting = node.store.enqueue(arrival({ size: 20_000 }), { retryAt: now + 900, retries: 3, error: "451" });
    held = node.store.enqueue(arrival({ subject: "Held", messageId: heldId }), { quarantine: profile });
  });
  afterEach(async () => {
    await client.close();
    await node.close();
  });

  const rows = (filter: string, source: "queue" | "history" = "queue"): StoredMessage[] =>
    node.store.page(source, parseFilter(filter), { offset: 0, limit: 1_000 });
  const ids = (filter: string): bigint[] => rows(filter).map(({ id }) => id);
  const failing = async (call: Promise<unknown>): Promise<string> =>
    call.then(
      () => "no fault",
      (error: unknown) => (error as Error).message,
    );

  it("tries several at once, releases what is held, and passes over ids that are gone", async () => {
    await client.mailQueueRetry({ id: `${waiting},999,${held}` });
    expect(ids("action=QUARANTINE")).toEqual([]);
    expect(rows("action=DELIVER").map(({ retryAt }) => retryAt)).toEqual([now, now]);
  });

  it.each([
    ["one that is gone", "999"],
    ["two that are gone", "999,998"],
    ["letters", "abc"],
    ["nothing", ""],
    ["ten thousand and one", "1,".repeat(10_001)],
  ])("knows no id in %s", async (_, id) => {
    const before = rows("");
    for (const call of ["mailQueueRetry", "mailQueueDelete", "mailQueueBounce"] as const) {
      const text = await failing(client[call]({ id }));
      expect(text).toContain(id.length > 10_000 ? "more than 10000 ids" : "queueid not found");
    }
    expect(rows("")).toEqual(before);
  });

  it("delivers a copy and keeps the original", async () => {
    await client.mailQueueRetry({ id: String(held), duplicate: true });
    expect(rows(`queueid=${held}`)).toMatchObject([{ action: "QUARANTINE", quarantine: profile }]);
    expect(rows(`queueid>${held}`)).toMatchObject([{ action: "DELIVER", subject: "Held", retryAt: now }]);
  });

  it("retries every match at a time or after a while, and counts them", async () => {
    expect(await client.mailQueueRetryBulk({ filter: "", retryts: now + 60 })).toEqual({ result: 2 });
    expect(rows("").map(({ retryAt }) => retryAt)).toEqual([now + 60, now + 60]);
    expect(await client.mailQueueRetryBulk({ filter: "retry=3", retrydelay: 5 })).toEqual({ result: 1 });
    expect(rows("retry=3")[0]?.retryAt).toBe(now + 5);
    expect(await failing(client.mailQueueRetryBulk({ filter: "", retryts: 1, retrydelay: 1 }))).toContain(
      "cannot be given together",
    );
    expect(await failing(client.mailQueueRetryBulk({ filter: "", retryts: -5 }))).toContain("out of range");
    expect(await client.mailQueueRetryBulk({ filter: "from=nobody@x" })).toEqual({ result: 0 });
    expect(await client.mailQueueRetryBulk({ filter: "", duplicate: true })).toEqual({ result: 2 });
    expect(rows("")).toHaveLength(4);
  });

  it("deletes, and says in the history who did", async () => {
    await client.mailQueueDelete({ id: String(waiting) });
    expect(rows("", "history")).toMatchObject([
      { action: "DELETE", description: `Deleted by ${node.user}`, queueId: waiting },
    ]);
    expect(await client.mailQueueDeleteBulk({ filter: "action=QUARANTINE" })).toEqual({ result: 1 });
    expect(rows("")).toEqual([]);
  });

  it("returns mail to its sender with a delivery status notification, and a report to nobody", async () => {
    expect(await client.mailQueueBounceBulk({ filter: `queueid=${waiting}` })).toEqual({ result: 1 });
    expect(rows("action=BOUNCE", "history")).toMatchObject([{ queueId: waiting }]);
    const [report] = rows("from=");
    expect(report).toMatchObject({ from: "", to: "a@example.com", action: "DELIVER" });
    const text = await download(String(report?.id), 4_000, true);
    expect(text.length).toBe(report?.size);
    expect(text.toString()).toMatch(/^Content-Type: multipart\/report; report-type=delivery-status;/m);
    expect(text.toString()).toMatch(
      /^Final-Recipient: rfc822; b@example\.org\r\nAction: failed\r\nStatus: 5\.0\.0/m,
    );
    await client.mailQueueBounce({ id: String(report?.id) });
    expect(rows("from=")).toEqual([]);
    expect(rows("from=", "history")).toHaveLength(1);
  });

  it("changes quarantine and transport of every match, or of copies", async () => {
    const fields = { item: [{ first: "quarantine", second: "mailquarantine:2" }] };
    expect(await client.mailQueueUpdateBulk({ filter: `quarantine=${profile}`, fields })).toEqual({
      result: 1,
    });
    expect(ids("quarantine=2")).toEqual([held]);
    const transport = { item: [{ first: "transport", second: "mailtransport:9" }] };
    expect(await client.mailQueueUpdateBulk({ filter: "", fields: transport, duplicate: true })).toEqual({
      result: 2,
    });
    expect(rows("transport=9").map(({ quarantine }) => quarantine)).toEqual(["mailquarantine:2", ""]);
    expect(ids("not transport=9")).toEqual([held, waiting]);
  });

  it.each([
    [
      [
        { first: "transport", second: "mailtransport:9" },
        { first: "sender", second: "x" },
      ],
      "cannot be changed",
    ],
    [[{ first: "quarantine", second: "" }], "value of quarantine"],
    [[{ first: "transport", second: "a b" }], "value of transport"],
    [[], "no field is given"],
  ])("changes nothing for %j", async (item, text) => {
    const before = rows("");
    expect(await failing(client.mailQueueUpdateBulk({ filter: "", fields: { item } }))).toContain(text);
    expect(rows("")).toEqual(before);
  });

  async function download(id: string, size: number, original: boolean): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (let offset = 0; ; offset += size) {
      const { data } = await client.mailQueueDownload({ id, offset, size, original });
      const piece = Buffer.from(data, "base64");
      pieces.push(piece);
      if (piece.length < size) return Buffer.concat(pieces);
    }
  }

  it("gives the message in pieces, also where its length is a multiple of them, with and without what was added", async () => {
    const whole = await download(String(waiting), 1_000_000, true);
    expect(whole).toHaveLength(20_000);
    expect(await download(String(waiting), 10_000, true)).toEqual(whole);
    const changed = await download(String(waiting), 7_000, false);
    const { data: delta } = await client.fileRead({ file: rows("retry=3")[0]?.deltaPath ?? "" });
    expect(changed).toEqual(Buffer.concat([delta, whole]));
    expect(Buffer.from(delta).toString()).toMatch(/^Authentication-Results: /);
    const call = { offset: 0, size: 10, original: true };
    expect(await failing(client.mailQueueDownload({ ...call, id: "77" }))).toContain("queueid not found");
    expect(await failing(client.mailQueueDownload({ ...call, id: "7".repeat(40) }))).toContain(
      "queueid not found",
    );
    expect(await failing(client.mailQueueDownload({ ...call, id: "1", offset: -1 }))).toContain("below 0");
    expect(await client.mailQueueDownload({ ...call, id: "1", offset: 9e15 })).toEqual({ data: "" });
  });

  it("reads a message's file in one piece or several, and nothing beyond its end", async () => {
    const file = rows("retry=3")[0]?.path ?? "";
    const all = await client.fileRead({ file, offset: 0, size: 999_999_999 });
    expect([Number(all.size), Number(all.offset), all.data.length]).toEqual([20_000, 20_000, 20_000]);
    const part = await client.fileRead({ file, offset: 10_000, size: 10_000 });
    expect(part.data).toEqual(all.data.subarray(10_000));
    expect((await client.fileRead({ file, offset: 20_000, size: 10 })).data).toHaveLength(0);
    const names = (await client.fileList({ path: "/storage/mail/processed" })).result.item.map(
      ({ name }) => name,
    );
    expect(names).toContain(file.slice(file.lastIndexOf("/") + 1));
  });

  it.each([
    "/etc/passwd",
    "/storage/mail/../../etc/passwd",
    "/storage/mail/processed/./x",
    "/storage/mail/%2e%2e/%2e%2e/etc/passwd",
    "/storage/mail/..\\..\\etc\\passwd",
    "storage/mail/processed",
    "/storagemail",
    "/storage/mail/processed/5f0c7a10-60e0-11e4-ac7b-000c294da5fc-2.eml",
    "/storage/mail/processed//5f0c7a10-60e0-11e4-ac7b-000c294da5fc-1.eml",
    "",
  ])("reads nothing at %s", async (file) => {
    expect(await failing(client.fileRead({ file }))).toMatch(/not found|not a path|too long|only files/);
  });

  it("refuses paths longer than any file's", async () => {
    expect(await failing(client.fileRead({ file: `/storage/${"a".repeat(2_000)}` }))).toContain("too long");
  });

  it("refuses filters that it cannot read, or that would hold it up", async () => {
    const patterns = Array.from({ length: 101 }, (_, index) => `subject~text${index}`).join(" or ");
    for (const call of [
      client.mailQueue({ filter: patterns, limit: 1 }),
      client.mailQueueDeleteBulk({ filter: patterns }),
    ]) {
      expect(await failing(call)).toContain("at most 100 different conditions with ~");
    }
    expect(await failing(client.mailQueueDeleteBulk({ filter: "nosuch=1" }))).toContain("Invalid filter");
    expect(await failing(client.mailQueue({ filter: "to=a@b or ".repeat(100_000), limit: 1 }))).toContain(
      "65536",
    );
    expect(rows("")).toHaveLength(2);
  });
});
