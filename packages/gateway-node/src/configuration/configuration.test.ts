import {
  clusterDrift,
  createGateway,
  createGatewayCluster,
  Credentials,
  decodeKey,
  diffKeys,
  encodeParams,
  pushChanges,
  readConfiguration,
  readTlsPolicies,
  type Gateway,
} from "@mailmux/gateway-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGatewayNode, type GatewayNode } from "../gateway-node.ts";

const configOf = (node: GatewayNode, user = node.user, password = node.password) => ({
  name: node.name,
  endpoint: node.url,
  address: `127.0.0.1:${node.port}`,
  credentials: new Credentials(user, password),
  tls: { fingerprints: [node.fingerprint] },
  allowPlaintextAuth: false,
});

describe("the configuration of a node", () => {
  let node: GatewayNode;
  let gateway: Gateway;
  beforeAll(async () => {
    node = await createGatewayNode({ messages: 0, traffic: false });
    gateway = createGateway(configOf(node));
  });
  afterAll(async () => {
    await gateway.close();
    await node.close();
  });

  it("has keys that the codecs read and write again, byte for byte", async () => {
    const keys = await readConfiguration(gateway);
    for (const key of keys) {
      const value = decodeKey(key);
      expect(value).not.toHaveProperty("problem");
      expect(encodeParams(value), key.name).toEqual(key.params);
      expect(key.params[0], key.name).not.toBe("");
    }
    const [queue] = keys.filter(({ name }) => name === "queue_flow").map(decodeKey);
    if (queue?.kind !== "script" || typeof queue.script !== "string") throw new Error("no script");
    expect(readTlsPolicies(queue.script).policies.length).toBe(2);
  });

  it("takes changes of single parameters, and makes no revision of none", async () => {
    const calls = gateway.calls();
    const before = await readConfiguration(gateway);
    const changed = before.map((key) =>
      key.name === "file__2" ? { ...key, params: ['a|b",\n<å>', ...key.params.slice(1)] } : key,
    );
    const changes = diffKeys(before, changed);
    expect(await pushChanges(gateway, changes)).toEqual({ done: ["file__2"] });
    expect(await readConfiguration(gateway)).toEqual(changed);
    // What was changed since the difference was made is not overwritten.
    expect((await pushChanges(gateway, changes)).failed?.error.message).toContain("changed meanwhile");
    const [head] = await calls.configRevisionLog({ limit: 1 });
    await calls.configKeySet("file__2", { type: "text/csv" });
    expect((await calls.configRevisionLog({ limit: 1 }))[0]).toEqual(head);
    expect(head).toMatchObject({ user: "admin", message: "configKeySet file__2" });
  });

  it.each<[string, (calls: ReturnType<Gateway["calls"]>) => Promise<unknown>, RegExp]>([
    ["an unknown key", (calls) => calls.configKeySet("nosuch__1", { a: "b" }), /there is no key "nosuch__1"/],
    [
      "an unknown parameter",
      (calls) => calls.configKeySet("file__1", { nosuch: "b" }),
      /has no parameter "nosuch"/,
    ],
    [
      "a first parameter that is empty",
      (calls) => calls.configKeySet("file__1", { name: "" }),
      /must not be empty/,
    ],
    [
      "a script with a mistake",
      (calls) => calls.configKeySet("queue_flow", { value: btoa("if (") }),
      /never closed/,
    ],
    ["a key that exists", (calls) => calls.configKeyAdd("file__1", { name: "x" }), /exists already/],
    ["a strange key", (calls) => calls.configKeyAdd("../../etc", {}), /no type of key/],
    [
      "an import that expects another head",
      (calls) => calls.configImport('a "b"\n', { expectedRevision: 999 }),
      /is at revision/,
    ],
    ["an import that is no configuration", (calls) => calls.configImport('file__1 "'), /line 1/],
    [
      "that a user changes his own flags",
      (calls) => calls.configKeySet("system_user__1", { flags: "r" }),
      /own flags/,
    ],
    ["that nobody is left", (calls) => calls.configKeyDelete("system_user__1"), /no user .* would be left/],
  ])("refuses %s and changes nothing", async (_, call, message) => {
    const before = await readConfiguration(gateway);
    await expect(call(gateway.calls())).rejects.toThrow(message);
    expect(await readConfiguration(gateway)).toEqual(before);
  });

  it("keeps revisions, and goes back to one of them with its secrets as they are", async () => {
    const calls = gateway.calls();
    const text = await calls.configExport();
    expect(text).not.toContain("scrypt:");
    const head = (await calls.configRevisionLog({ limit: 1 }))[0]?.revision ?? 0;
    await calls.configKeyDelete("file__1");
    expect(await calls.configExport(head)).toBe(text);
    expect(await calls.configKeysCheck(text)).toEqual([]);
    expect(await calls.configImport(text, { message: "Back" })).toBe(head + 2);
    expect(await calls.configExport()).toBe(text);
    // Whoever signed in before still can: the hidden password is the one that it was.
    expect(await createGateway(configOf(node)).calls().getVersion()).toBe("4.8-p1");
  });

  it("lets in who is a user of it, from the moment that he is, with the flags that he has", async () => {
    const calls = gateway.calls();
    const name = await calls.configKeyAdd("system_user", {
      name: "reader",
      fullname: "Rita Reader",
      flags: "r",
      password: "s3cret ü",
    });
    await using reader = createGateway(configOf(node, "reader", "s3cret ü"));
    expect(await reader.calls().login()).toMatchObject({ fullName: "Rita Reader" });
    await expect(reader.calls().configKeyDelete(name)).rejects.toMatchObject({ httpStatus: 403 });
    await calls.configKeyDelete(name);
    await expect(reader.calls().login()).rejects.toMatchObject({ httpStatus: 401 });
  });

  it("can be compared with that of another node", async () => {
    await using other = await createGatewayNode({ name: "mx2", messages: 0, traffic: false });
    await using cluster = createGatewayCluster({ nodes: [configOf(node), configOf(other)] });
    const { drift } = await clusterDrift(cluster);
    expect(drift.map(({ key }) => key)).toContain("system_hostname");
  });
});
