import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GatewayApiError, loadConfig, parseConfig } from "@mailmux/gateway-api";

const folder = mkdtempSync(join(tmpdir(), "mailmux-"));
const file = join(folder, "mailmux.json");
const nodes = {
  mx1: {
    url: "https://mx1.example.com",
    username: "admin",
    passwordFile: "password",
    fingerprints: ["ab".repeat(32)],
  },
  mx2: "mx2.example.com",
};
writeFileSync(join(folder, "password"), "secret\n", { mode: 0o600 });
writeFileSync(file, JSON.stringify({ nodes, clusters: { edge: ["mx1", "mx2"] } }));

const config = loadConfig(file);
for (const node of config.nodes) console.log(node.name, node.endpoint, node.credentials?.username);
console.log(config.warnings.join("\n"));

try {
  parseConfig("mailmux.json", '{ "nodes": { "mx1": { "url": "https://mx1", "fingerprint": [] } } }');
} catch (error) {
  if (error instanceof GatewayApiError) console.log(error.message);
}
rmSync(folder, { recursive: true });
