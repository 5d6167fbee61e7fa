// The browser for the end-to-end tests: one that is there, or Debian's Chromium where it may be installed.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const places = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The path of a Chromium that can be run, or undefined. `MAILMUX_CHROMIUM` names one by hand. */
export function findBrowser(env = process.env) {
  const candidates = env.MAILMUX_CHROMIUM
    ? [env.MAILMUX_CHROMIUM]
    : [
        ...(env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
        ...places,
      ];
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Finds a browser, installing Debian's Chromium when this is root on Debian. Resolves to `{path}` or `{reason}`. */
export function ensureBrowser(say) {
  const found = findBrowser();
  if (found) return { path: found };
  if (process.env.MAILMUX_CHROMIUM)
    return { reason: `MAILMUX_CHROMIUM=${process.env.MAILMUX_CHROMIUM} cannot be run` };
  if (!existsSync("/etc/debian_version") || !existsSync("/usr/bin/apt-get")) {
    return { reason: "no Chromium was found, and this is not Debian, where it could be installed" };
  }
  if (process.getuid?.() !== 0) {
    return {
      reason: "no Chromium was found, and installing it with apt-get takes root (apt-get install chromium)",
    };
  }
  say("installing Debian's Chromium for the browser tests");
  const options = { stdio: ["ignore", 2, 2], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-qq"], options);
  const install = spawnSync(
    "apt-get",
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
    options,
  );
  const path = findBrowser();
  if (path) return { path };
  return { reason: `apt-get install chromium failed (exit ${install.status})` };
}
