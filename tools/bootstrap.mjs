#!/usr/bin/env node
// The way in: `npm run demo`, `npm test` and every other root script start here, on whatever Node >= 20
// the machine has. It gets the toolchain and the dependencies, and hands over to them.
import process from "node:process";
import { chromium, ensurePrograms, nginx, php, python, rrdtool } from "./lib/debian.mjs";
import { exec } from "./lib/exec.mjs";
import { clearResults, sumResults } from "./lib/summary.mjs";
import {
  ensureDependencies,
  ensureToolchain,
  root,
  toolEnvironment,
  workspaceManifests,
} from "./lib/toolchain.mjs";

const say = (text) => process.stderr.write(`mailmux: ${text}\n`);

function setUp() {
  const tools = ensureToolchain(say);
  ensureDependencies(say, tools);
  return tools;
}

const turbo = (args, env = {}) =>
  exec("turbo", args, {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    shell: process.platform === "win32",
  });

/** Tests of every package, then one line with the sum. */
async function test(args, tasks = ["test"]) {
  const programs = ensurePrograms([chromium, nginx, php, python, rrdtool], say);
  const manifests = workspaceManifests();
  clearResults(root, manifests);
  const code = await turbo(
    [
      "run",
      ...tasks,
      "--continue=dependencies-successful",
      "--concurrency=2",
      "--output-logs=new-only",
      ...args,
    ],
    Object.fromEntries(programs.map(({ program, path = "" }) => [program.variable, path])),
  );
  const sum = sumResults(root, args.length === 0 ? manifests : []);
  for (const failure of sum.failures) say(`FAILED  ${failure}`);
  for (const name of sum.unfinished) say(`FAILED  ${name}: its tests did not finish`);
  for (const { program, reason } of programs.filter(({ path }) => !path)) {
    say("=======================================================================");
    say(`${program.tests} WERE LEFT OUT.`);
    say(`Why: ${reason}.`);
    say("=======================================================================");
  }
  if (args.length === 0) {
    const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : "";
    process.stdout.write(`${sum.passed} passed, ${sum.failed} failed${skipped}\n`);
  }
  return code !== 0 ? code : sum.failed > 0 ? 1 : 0;
}

async function build(args = []) {
  return turbo(["run", "build", "--output-logs=errors-only", ...args]);
}

/** Build quietly, then run a file of the workspace with the right Node. */
async function buildAndRun(filter, file, args) {
  const { node } = setUp();
  say("building (only what changed)");
  const code = await turbo(["run", "build", `--filter=${filter}...`, "--output-logs=errors-only"], {
    TURBO_NO_UPDATE_NOTIFIER: "1",
  });
  return code !== 0 ? code : exec(node, [file, ...args], { cwd: root, env: toolEnvironment() });
}

const script = (name) =>
  exec("pnpm", ["run", `x:${name}`], {
    cwd: root,
    env: toolEnvironment(),
    shell: process.platform === "win32",
  });

const commands = {
  setup: async () => (setUp(), 0),
  build: async (args) => (setUp(), build(args)),
  demo: (args) => buildAndRun("@mailmux/cli", "apps/cli/bin/mailmux.js", ["demo", ...args]),
  bench: (args) => buildAndRun("@mailmux/bench", "bench/src/main.ts", args),
  test: async (args) => (setUp(), test(args)),
  fix: async () => (setUp(), script("fix")),
  /** Everything that must be true of a commit. */
  ok: async () => {
    setUp();
    for (const step of ["format", "lint", "knip"]) {
      say(step);
      const code = await script(step);
      if (code !== 0) return code;
    }
    return test([], ["types", "package-check", "test"]);
  },
};

const [name = "", ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  say(`unknown command "${name}". Known: ${Object.keys(commands).join(", ")}`);
  process.exitCode = 1;
} else {
  try {
    process.exitCode = await command(args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
