// Programs that some tests need beside Node: those that are there, or Debian's packages where they may be installed.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * What the tests use. `variable` passes a program's path to them, and names one by hand; `check` are arguments with
 * which the program succeeds when it has all that the tests need.
 * @typedef {{ name: string, packages: string[], variable: string, tests: string, names: string[], places: string[], check?: string[] }} Program
 */

/** @type {Program} */
export const chromium = {
  name: "Chromium",
  packages: ["chromium"],
  variable: "MAILMUX_CHROMIUM",
  tests: "THE BROWSER TESTS (apps/admin-ui/test/e2e)",
  names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  places: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
};

/** @type {Program} */
export const nginx = {
  name: "nginx",
  packages: ["nginx-light"],
  variable: "MAILMUX_NGINX",
  tests: "THE TESTS WITH NGINX (packages/http-tls/test/integration/nginx.test.ts)",
  names: ["nginx"],
  // Debian keeps it where the path of ordinary users does not lead.
  places: ["/usr/sbin/nginx", "/usr/local/sbin/nginx"],
};

/** @type {Program} */
export const php = {
  name: "PHP with its SOAP and curl extensions",
  packages: ["php-cli", "php-soap", "php-curl"],
  variable: "MAILMUX_PHP",
  tests: "THE TESTS WITH PHP (packages/soap-future/test/php, packages/gateway-node/test/peers)",
  names: ["php"],
  places: [],
  check: ["-r", 'exit(extension_loaded("soap") && extension_loaded("curl") ? 0 : 1);'],
};

/** @type {Program} */
export const python = {
  name: "Python with suds",
  packages: ["python3-suds"],
  variable: "MAILMUX_PYTHON",
  tests: "THE TESTS WITH SUDS (packages/gateway-node/test/peers)",
  names: ["python3"],
  // Another Python may come first in the path; Debian's packages are for Debian's own.
  places: ["/usr/bin/python3"],
  check: ["-c", "import suds"],
};

/** @type {Program} */
export const rrdtool = {
  name: "rrdtool",
  packages: ["rrdtool"],
  variable: "MAILMUX_RRDTOOL",
  tests: "THE TESTS WITH RRDTOOL (packages/gateway-api/test/rrdtool.test.ts)",
  names: ["rrdtool"],
  places: [],
};

/**
 * The path of a program that can be run and has what is needed, or undefined.
 * @param {Program} program
 */
export function findProgram({ variable, names, places, check }, env = process.env) {
  const candidates = env[variable]
    ? [env[variable]]
    : [
        ...(env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
        ...places,
      ];
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return check === undefined || spawnSync(path, check, { stdio: "ignore" }).status === 0;
    } catch {
      return false;
    }
  });
}

/** What keeps a missing program from being installed, or undefined. */
export function hindrance({ name, packages, variable }, env, machine = thisMachine()) {
  if (env[variable]) return `${variable}=${env[variable]} cannot be used`;
  if (!machine.debian) return `no ${name} was found, and this is not Debian, where it could be installed`;
  if (!machine.root) {
    return `no ${name} was found, and installing it with apt-get takes root (apt-get install ${packages.join(" ")})`;
  }
  return undefined;
}

function thisMachine() {
  return {
    debian: existsSync("/etc/debian_version") && existsSync("/usr/bin/apt-get"),
    root: process.getuid?.() === 0,
  };
}

/**
 * Finds programs, and installs what is missing in one run of apt-get when this is root on Debian.
 * Returns `{program, path}` or `{program, reason}` for each, in their order. The options are for tests.
 * @param {Program[]} programs
 * @param {(text: string) => void} say
 * @param {{ env?: NodeJS.ProcessEnv, machine?: { debian: boolean, root: boolean }, install?: (packages: string[]) => number | null }} [options]
 * @returns {{ program: Program, path?: string, reason?: string }[]}
 */
export function ensurePrograms(programs, say, { env = process.env, machine, install = aptInstall } = {}) {
  const missing = programs.filter(
    (program) => !findProgram(program, env) && !hindrance(program, env, machine),
  );
  let failure = "";
  if (missing.length > 0) {
    const packages = missing.flatMap((program) => program.packages);
    say(`installing Debian's ${new Intl.ListFormat("en").format(packages)} for the tests`);
    failure = `apt-get install ${packages.join(" ")} failed (exit ${install(packages)})`;
  }
  return programs.map((program) => {
    const path = findProgram(program, env);
    return path ? { program, path } : { program, reason: hindrance(program, env, machine) ?? failure };
  });
}

/** Debian starts a server as soon as it is installed, unless this file says no. Ours is started by its tests. */
const policyFile = "/usr/sbin/policy-rc.d";

function aptInstall(packages) {
  const options = { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-qq"], options);
  const forbid = !existsSync(policyFile);
  if (forbid) writeFileSync(policyFile, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages], options)
      .status;
  } finally {
    if (forbid) rmSync(policyFile);
  }
}
