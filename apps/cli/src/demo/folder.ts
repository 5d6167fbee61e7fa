import { randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the demo keeps its nodes, its password and its configuration. */
export interface DemoFolder {
  readonly path: string;
  readonly configFile: string;
  readonly passwordFile: string;
  readonly password: string;
}

/** Letters and digits that are not taken for one another. */
const alphabet = "abcdefghijkmnpqrstuvwxyz23456789";

/** Makes the folder, and a password in it that stays the same from start to start. Only its owner can read it. */
export function openDemoFolder(path: string): DemoFolder {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const passwordFile = join(path, "password");
  if (!existsSync(passwordFile)) {
    const password = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join("");
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  }
  const password = readFileSync(passwordFile, "utf8").trim();
  return { path, configFile: join(path, "mailmux.json"), passwordFile, password };
}

export interface DemoNode {
  readonly name: string;
  readonly url: string;
  readonly fingerprint: string;
}

/** Writes the configuration of the running nodes, for `mailmux -C`. */
export function writeDemoConfig({ configFile }: DemoFolder, user: string, nodes: readonly DemoNode[]): void {
  const config = {
    nodes: Object.fromEntries(
      nodes.map(({ name, url, fingerprint }) => [
        name,
        { url, username: user, passwordFile: "password", fingerprints: [fingerprint] },
      ]),
    ),
    clusters: { demo: nodes.map(({ name }) => name) },
  };
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  chmodSync(configFile, 0o600);
}
