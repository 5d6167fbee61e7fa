import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const packages = [
  "packages/http-tls",
  "packages/soap-future",
  "packages/cluster",
  "packages/gateway-api",
  "packages/gateway-node",
  "apps/admin-ui",
  "apps/cli",
];
const folder = mkdtempSync(join(tmpdir(), "mailmux pack "));

interface Manifest {
  name: string;
  version: string;
  license: string;
  type: string;
  bin?: Record<string, string>;
  exports: Record<string, unknown>;
}

const manifestOf = (place: string): Manifest =>
  JSON.parse(readFileSync(join(place, "package.json"), "utf8")) as Manifest;

/** npm as a user has it, on the machine's own Node: none of the workspace's settings and programs. */
function npm(args: string[], cwd: string): string {
  const env = { ...process.env };
  for (const key of Object.keys(env)) if (/^npm_|^pnpm_/i.test(key)) delete env[key];
  const path = (env["PATH"] ?? "")
    .split(delimiter)
    .filter((entry) => !entry.startsWith(root) && !/\bpnpm\b/.test(entry));
  return execFileSync("npm", args, {
    cwd,
    env: { ...env, PATH: path.join(delimiter) },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 240_000,
  });
}

function node(script: string): unknown {
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    encoding: "utf8",
  });
  return JSON.parse(out);
}

beforeAll(() => {
  for (const place of packages) npm(["pack", "--silent", "--pack-destination", folder], join(root, place));
  writeFileSync(join(folder, "package.json"), '{ "name": "outside", "private": true, "type": "module" }');
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  npm(
    [
      "install",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "selfsigned@^5.5.0",
      ...tarballs.map((name) => `./${name}`),
    ],
    folder,
  );
}, 300_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the packages, packed with npm and installed outside the workspace", () => {
  it.each(packages)(
    "%s has a licence, a README, types, and no dependency that only the workspace has",
    (place) => {
      const { name } = manifestOf(join(root, place));
      const installed = join(folder, "node_modules", name);
      const manifest = manifestOf(installed);
      expect(manifest).toMatchObject({ license: "MIT", type: "module" });
      const files = readdirSync(installed);
      expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "dist", "package.json"]));
      expect(JSON.stringify((manifest as { dependencies?: object }).dependencies ?? {})).not.toMatch(
        /workspace:|catalog:|link:/,
      );
      expect(readFileSync(join(installed, "LICENSE"), "utf8")).toMatch(/^MIT License/);
    },
  );

  it("import, with every subpath that they export", () => {
    const specifiers = packages.flatMap((place) => {
      const { name, exports } = manifestOf(join(root, place));
      return Object.keys(exports)
        .filter((subpath) => !subpath.endsWith(".json"))
        .map((subpath) => name + subpath.slice(1));
    });
    const counts = node(
      `const found = {}; for (const name of ${JSON.stringify(specifiers)}) found[name] = Object.keys(await import(name)).length;
       console.log(JSON.stringify(found)); process.exit(0);`,
    ) as Record<string, number>;
    expect(Object.keys(counts)).toEqual(specifiers);
    expect(Object.entries(counts).filter(([, count]) => count === 0)).toEqual([]);
  });

  it("run together: a node is started, pinned, asked, and answers", () => {
    const answer = node(
      `import { createGatewayCluster, Credentials, overview } from "@mailmux/gateway-api";
       import { createGatewayNode } from "@mailmux/gateway-node";
       const node = await createGatewayNode({ name: "mx1", messages: 20, password: "secret" });
       const cluster = createGatewayCluster({ nodes: [{ name: "mx1", endpoint: node.url, address: "mx1",
         credentials: new Credentials("admin", "secret"), tls: { fingerprints: [node.fingerprint] }, allowPlaintextAuth: false }] });
       const report = await overview(cluster).get();
       await cluster.close(); await node.close();
       console.log(JSON.stringify(report.results));`,
    );
    expect(answer).toMatchObject([{ node: "mx1", status: "ok", value: { version: "4.8-p1" } }]);
  });

  it.each([
    ["mailmux", /status .*\n[\s\S]*query/],
    ["mailmux-node", /--listen/],
  ])("bring the command %s", (command, help) => {
    expect(
      execFileSync(join(folder, "node_modules/.bin", command), ["--help"], { encoding: "utf8", cwd: folder }),
    ).toMatch(help);
  });
});
