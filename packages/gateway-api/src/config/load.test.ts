import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { GatewayApiError } from "../errors.ts";
import { loadConfig } from "./load.ts";
import { type GatewayConfig } from "./resolve.ts";

const folder = mkdtempSync(join(tmpdir(), "mailmux-config-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let count = 0;
function load(content: unknown, env: Record<string, string> = {}): GatewayConfig {
  const file = join(folder, `${++count}.json`);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content), { mode: 0o600 });
  return loadConfig(file, env);
}

const logins = (config: GatewayConfig): Record<string, string> =>
  Object.fromEntries(
    config.nodes.map((node) => [node.name, `${node.username ?? "-"}:${node.credentials?.reveal() ?? "-"}`]),
  );

const sha256 = `sha256:${"ab".repeat(32)}`;

describe("a file written for halonctl", () => {
  it("loads as it is: nodes, clusters and shared credentials", () => {
    const config = load({
      nodes: {
        n1: "https://admin:pw@10.2.0.30",
        n2: "https://10.2.0.31",
        n3: "https://root@10.2.0.32:4443/",
      },
      clusters: { mycluster: ["n1", "n2"] },
      verify_ssl: true,
    });
    expect(
      config.nodes.map(({ name, cluster, endpoint, address }) => [name, cluster, endpoint, address]),
    ).toEqual([
      ["n1", "mycluster", "https://10.2.0.30/remote/", "10.2.0.30"],
      ["n2", "mycluster", "https://10.2.0.31/remote/", "10.2.0.31"],
      ["n3", undefined, "https://10.2.0.32:4443/remote/", "10.2.0.32:4443"],
    ]);
    expect(logins(config)).toEqual({ n1: "admin:pw", n2: "admin:pw", n3: "root:-" });
    expect(config.warnings).toEqual([]);
  });

  it.each([
    ["the node's own come first", { n1: "https://a:b@h1" }, { username: "c", password: "d" }, "a:b"],
    ["the cluster's come next", { n1: "https://h1" }, { username: "c", password: "d" }, "c:d"],
    [
      "a user name of the node and a password of the cluster",
      { n1: "https://a@h1" },
      { password: "d" },
      "a:d",
    ],
    ["the first that a node of the cluster has", { n1: "https://h1", n2: "https://e:f@h2" }, {}, "e:f"],
  ])("decides who logs in as halonctl does: %s", (_, nodes, login, expected) => {
    const config = load({ nodes, clusters: { c: { nodes: Object.keys(nodes), ...login } } });
    expect(logins(config)["n1"]).toBe(expected);
  });

  it("takes https where no scheme is written, and says so", () => {
    const config = load({ nodes: { n1: "admin@10.2.0.30" } });
    expect(config.nodes[0]?.endpoint).toBe("https://10.2.0.30/remote/");
    expect(config.warnings).toEqual([expect.stringMatching(/n1: the address has no scheme; https is used/)]);
  });

  it("keeps plain http, and says that no password is sent over it", () => {
    const config = load({ nodes: { n1: "http://admin@10.2.0.30" } });
    expect(config.nodes[0]).toMatchObject({
      endpoint: "http://10.2.0.30/remote/",
      allowPlaintextAuth: false,
    });
    expect(config.warnings[0]).toMatch(/no password is sent/);
  });

  it("trusts the authority that verify_ssl names, and turns verification off only loudly", () => {
    writeFileSync(join(folder, "ca.pem"), "PEM");
    expect(load({ nodes: { n1: "https://a@h" }, verify_ssl: "ca.pem" }).nodes[0]?.tls).toEqual({ ca: "PEM" });
    const off = load({
      nodes: { n1: "https://a@h", n2: { url: "https://h2", fingerprints: [sha256] } },
      verify_ssl: false,
    });
    expect(off.nodes.map((node) => node.tls)).toEqual([{ insecure: true }, { fingerprints: [sha256] }]);
    expect(off.warnings).toEqual([expect.stringMatching(/n1: the certificate is not verified/)]);
  });
});

describe("mailmux.json", () => {
  it("has nodes as objects, with pins, and passwords from files and variables", () => {
    writeFileSync(join(folder, "pw"), "from file\n");
    const config = load(
      {
        nodes: {
          mx1: {
            url: "https://mx1.example:8443",
            username: "admin",
            passwordFile: "pw",
            fingerprints: [sha256],
          },
          mx2: { url: "https://mx2.example/api/remote/", username: "admin", passwordEnv: "MX2" },
        },
        fanout: 5,
        operationTimeoutMs: 2000,
      },
      { MX2: "from env" },
    );
    expect(config.nodes[0]).toMatchObject({
      endpoint: "https://mx1.example:8443/remote/",
      tls: { fingerprints: [sha256] },
    });
    expect(config.nodes[1]).toMatchObject({ endpoint: "https://mx2.example/api/remote/", tls: {} });
    expect(logins(config)).toEqual({ mx1: "admin:from file", mx2: "admin:from env" });
    expect(config).toMatchObject({ fanout: 5, operationTimeoutMs: 2000, warnings: [] });
  });

  it("warns about a SHA-1 pin, and about a password that others can read", () => {
    const file = join(folder, "open.json");
    writeFileSync(
      file,
      JSON.stringify({
        nodes: { n: { url: "https://h", password: "x", fingerprints: [`sha1:${"ab".repeat(20)}`] } },
      }),
    );
    chmodSync(file, 0o644);
    expect(loadConfig(file).warnings).toEqual([
      expect.stringMatching(/SHA-1/),
      expect.stringMatching(/chmod 600/),
    ]);
  });

  it.each(["https://admin:p/w@host", "https://admin:p:w@host", "admin:p//w@host", "http://:pw@host"])(
    "warns about the password of %s that others can read",
    (address) => {
      const file = join(folder, "open-address.json");
      writeFileSync(file, JSON.stringify({ nodes: { n: address } }));
      chmodSync(file, 0o644);
      expect(loadConfig(file).warnings).toContainEqual(expect.stringMatching(/chmod 600/));
    },
  );

  it.each(["https://admin@host:4443", "host:4443", "https://[::1]:4443"])(
    "does not take %s for a password",
    (address) => {
      const file = join(folder, "no-password.json");
      writeFileSync(file, JSON.stringify({ nodes: { n: address } }));
      chmodSync(file, 0o644);
      expect(loadConfig(file).warnings.join()).not.toMatch(/chmod 600/);
    },
  );

  it.each([
    ["something that is not JSON", '{"nodes": {"a": "https://u:hunter2@h",}}', "config_parse", /is not JSON/],
    ["nothing", "", "config_parse", /is not JSON/],
    ["a misspelt key", { nodez: {} }, "config_invalid", /"nodez" is not known; did you mean "nodes"/],
    [
      "a misspelt key of a node",
      { nodes: { a: { url: "https://h", fingerprint: "x" } } },
      "config_invalid",
      /nodes\.a: .*did you mean "fingerprints"/,
    ],
    [
      "a misspelt key of a cluster",
      { clusters: { c: { node: [] } } },
      "config_invalid",
      /clusters\.c: .*"nodes"/,
    ],
    ["a node without a URL", { nodes: { a: {} } }, "config_invalid", /nodes\.a\.url/],
    ["a node that is a number", { nodes: { a: 5 } }, "config_invalid", /nodes\.a/],
    ["another scheme", { nodes: { a: "ftp://h" } }, "config_invalid", /nodes\.a: the scheme/],
    ["no host", { nodes: { a: "https://u@" } }, "config_invalid", /nodes\.a: this is not a URL/],
    [
      "a cluster with an unknown node",
      { nodes: {}, clusters: { c: ["b"] } },
      "config_invalid",
      /clusters\.c: there is no node "b"/,
    ],
    [
      "a bad pin",
      { nodes: { a: { url: "https://h", fingerprints: ["ab"] } } },
      "config_invalid",
      /nodes\.a\.fingerprints\[0\]/,
    ],
    [
      "an MD5 pin",
      { nodes: { a: { url: "https://h", fingerprints: ["ab".repeat(16)] } } },
      "config_invalid",
      /MD5/,
    ],
    ["credentials in a URL", { nodes: { a: { url: "https://u:p@h" } } }, "config_invalid", /beside the URL/],
    [
      "two passwords",
      { nodes: { a: { url: "https://h", password: "x", passwordEnv: "Y" } } },
      "config_invalid",
      /give one of/,
    ],
    [
      "a variable that is not set",
      { nodes: { a: { url: "https://h", passwordEnv: "NOPE" } } },
      "config_invalid",
      /NOPE is not set/,
    ],
    [
      "a password file that is not there",
      { nodes: { a: { url: "https://h", passwordFile: "nope" } } },
      "config_read",
      /does not exist/,
    ],
    [
      "insecure beside pins",
      { nodes: { a: { url: "https://h", insecure: true, fingerprints: [sha256] } } },
      "config_invalid",
      /exclude each other/,
    ],
  ])("with %s is refused, and the place is named", (_, content, code, message) => {
    expect(() => load(content)).toThrowError(message);
    expect(() => load(content)).toThrowError(expect.objectContaining({ code }));
  });

  it.each([
    ["fingerprints", [sha256]],
    ["fingerprints", ["zz"]],
    ["ca", "ca.pem"],
    ["serverName", "mx1"],
    ["insecure", true],
  ])("with %s %j on a plain http node is refused: nothing would come of it", (key, value) => {
    expect(() => load({ nodes: { a: { url: "http://h", [key]: value } } })).toThrowError(
      new RegExp(`\\[config_invalid\\] nodes\\.a\\.${key}: .*use https`),
    );
  });

  it.each(["a,b", "x y", "a[1]", "@edge"])(
    "with the node name %j loads, and says that no node set carries it",
    (name) => {
      const config = load({ nodes: { [name]: "https://h" }, clusters: { "my cluster": [name] } });
      expect(config.nodes[0]).toMatchObject({ name, cluster: "my cluster" });
      expect(config.warnings).toEqual([
        `${name}: --node cannot select a name with a comma, white space, brackets, or @ in front`,
      ]);
    },
  );

  it("with an empty node name is refused", () => {
    expect(() => load({ nodes: { "": "https://h" } })).toThrowError(
      "[config_invalid] nodes.: a name must not be empty",
    );
  });

  it("that is not there is an error that names it", () => {
    expect(() => loadConfig(join(folder, "nope.json"))).toThrowError(
      /nope\.json could not be read: it does not exist/,
    );
  });

  it("never shows a password: not when it is printed, and not in an error", () => {
    const config = load({ nodes: { a: "https://u:hunter2@h" } });
    expect(inspect(config, { depth: 10, showHidden: true }) + JSON.stringify(config)).not.toContain(
      "hunter2",
    );
    try {
      load('{"nodes": {"a": "https://u:hunter2@h"} "x": 1}');
    } catch (error) {
      expect(error).toBeInstanceOf(GatewayApiError);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("hunter2");
    }
    expect.assertions(3);
  });
});
