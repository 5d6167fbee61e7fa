import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type ZodError } from "zod";
import { GatewayApiError } from "../errors.ts";
import { nearestWord } from "../nearest-word.ts";
import { parseNodeAddress } from "./node-address.ts";
import { type GatewayConfig, resolveConfig } from "./resolve.ts";
import { type ConfigFile, configSchema, knownKeys } from "./schema.ts";

/** Places where a configuration is looked for, in this order, when none is named. */
export function configPlaces(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const home = homedir();
  const base = env["XDG_CONFIG_HOME"] ?? join(home, ".config");
  return [
    "mailmux.json",
    join(base, "mailmux.json"),
    "/etc/mailmux.json",
    join(base, "halonctl.json"),
    join(home, "halonctl.json"),
    join(home, ".halonctl.json"),
    "/etc/halonctl.json",
  ];
}

/** Reads a configuration file, `mailmux.json` or one written for halonctl. Throws {@link GatewayApiError}. */
export function loadConfig(
  path: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): GatewayConfig {
  const file = resolve(path);
  const text = read(file, file);
  const config = parseConfig(file, text);
  const readFile = (name: string): string => read(resolve(dirname(file), name), file);
  const resolved = resolveConfig(file, config, { readFile, env });
  return { ...resolved, warnings: [...resolved.warnings, ...permissionWarnings(file, config)] };
}

/** Checks the text of a configuration. Unknown keys are refused, with the nearest known one as a suggestion. */
export function parseConfig(file: string, text: string): ConfigFile {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    // The parser quotes what it stumbled over, which may be a password.
    const place = /\(line \d+ column \d+\)|at position \d+/.exec(detail)?.[0] ?? "";
    throw new GatewayApiError(
      "config_parse",
      `${file} is not JSON: there is a mistake ${place || "at its end"}`,
      { context: { file } },
    );
  }
  const result = configSchema.safeParse(data);
  if (result.success) return result.data;
  throw new GatewayApiError("config_invalid", `${file}: ${describeIssues(result.error)}`, {
    context: { file },
  });
}

function describeIssues(error: ZodError): string {
  return flatten(error.issues, [])
    .map(({ path, message }) => `${path.length === 0 ? "the file" : path.join(".")}: ${message}`)
    .join("; ");
}

type Issue = ZodError["issues"][number];

/** Of a value that may have several forms, the mistakes of the form that it was meant to have. */
function flatten(
  issues: readonly Issue[],
  base: readonly PropertyKey[],
): { path: PropertyKey[]; message: string }[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === "invalid_union") {
      const meant = issue.errors.find((form) =>
        form.some((each) => each.code !== "invalid_type" || each.path.length > 0),
      );
      return meant ? flatten(meant, path) : [{ path, message: "this is none of the forms that it may have" }];
    }
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    const known =
      path.length === 0 ? knownKeys.top : path[0] === "nodes" ? knownKeys.node : knownKeys.cluster;
    return issue.keys.map((key) => {
      const guess = nearestWord(key, known);
      const hint =
        guess === undefined ? `known are ${known.join(", ")}` : `did you mean ${JSON.stringify(guess)}?`;
      return { path, message: `the key ${JSON.stringify(key)} is not known; ${hint}` };
    });
  });
}

function read(path: string, file: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === "ENOENT"
        ? "it does not exist"
        : String((cause as Error).message);
    throw new GatewayApiError("config_read", `${path} could not be read: ${reason}`, {
      cause,
      context: { file },
    });
  }
}

function permissionWarnings(file: string, config: ConfigFile): string[] {
  const entries = [...Object.entries(config.nodes), ...Object.entries(config.clusters)];
  const holdsPassword = entries.some(([name, entry]) =>
    typeof entry === "string"
      ? parseNodeAddress(entry, `nodes.${name}`).password !== undefined
      : !Array.isArray(entry) && entry.password !== undefined,
  );
  if (!holdsPassword || process.platform === "win32") return [];
  const readable = (statSync(file).mode & 0o077) !== 0;
  return readable
    ? [`${file} holds a password and others can read it: chmod 600 ${JSON.stringify(file)}`]
    : [];
}
