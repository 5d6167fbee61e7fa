import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Empty where there is no PHP with its SOAP extension: the run of the whole says so. */
export const phpPath = process.env["MAILMUX_PHP"] || undefined;

export const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** With less precision, which is the default, PHP's SOAP extension rounds doubles. */
const settings = ["-d", "display_errors=stderr", "-d", "precision=17"];

/** What PHP's SoapServer and SoapClient are made of. Without a WSDL they want `uri` among their options. */
export interface PhpSoapSetup {
  /** Path of a file. */
  readonly wsdl: string | null;
  /** Options of SoapServer or SoapClient, such as `soap_version`: 1 is SOAP 1.1, 2 is SOAP 1.2. */
  readonly options?: Readonly<Record<string, string | number | boolean>>;
}

export interface PhpServer extends AsyncDisposable {
  readonly endpoint: string;
}

/** PHP's SoapServer in PHP's built-in web server, in a process of its own, over plain HTTP. */
export async function startPhpServer(
  script: string,
  variables: Readonly<Record<string, string>>,
): Promise<PhpServer> {
  const child = spawn(phpPath ?? "php", [...settings, "-S", "127.0.0.1:0", fixture(script)], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, ...variables },
  });
  const ended = once(child, "exit");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    const origin = /Development Server \((http:\/\/127\.0\.0\.1:\d+)\) started/.exec(line)?.[1];
    if (origin === undefined) continue;
    child.stderr.resume();
    return {
      endpoint: `${origin}/`,
      async [Symbol.asyncDispose]() {
        child.kill("SIGTERM");
        await ended;
      },
    };
  }
  throw new Error(`PHP ended:\n${said.join("\n")}`);
}

export interface PhpCall {
  readonly operation: string;
  readonly arguments: readonly unknown[];
  readonly headers?: readonly { readonly namespace: string; readonly name: string; readonly data: unknown }[];
}

export interface PhpFault {
  readonly faultcode: string;
  readonly faultstring: string;
  readonly faultactor: string | null;
  readonly detail: unknown;
}

/** Makes calls with PHP's SoapClient in a process of its own; gives back what PHP made of each answer. */
export async function callWithPhp(
  setup: PhpSoapSetup & {
    /** File with the server's certificate, which PHP verifies. */
    readonly ca?: string;
    /** Classes for types of the same names. */
    readonly classmap?: readonly string[];
    readonly calls: readonly PhpCall[];
  },
): Promise<
  ({ result: unknown; headers?: unknown; fault?: undefined } | { result?: undefined; fault: PhpFault })[]
> {
  const child = spawn(phpPath ?? "php", [...settings, fixture("client.php")], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.end(JSON.stringify({ options: {}, ...setup }, toJson));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (output === "") throw new Error(`PHP ended:\n${errors}`);
  return fromPhp(output) as Awaited<ReturnType<typeof callWithPhp>>;
}

/** Reads the JSON of `json.php`. */
export function fromPhp(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$int" in value) return BigInt(value.$int as string);
    if ("$float" in value) return { INF: Infinity, "-INF": -Infinity, NAN: NaN }[value.$float as string];
    return "$bytes" in value ? new Uint8Array(Buffer.from(value.$bytes as string, "base64")) : value;
  });
}

/** Writes the JSON that `json.php` reads. `Buffer` has made itself JSON before this is asked. */
function toJson(_: string, value: unknown): unknown {
  if (typeof value === "bigint") return { $int: String(value) };
  if (typeof value === "number" && !Number.isFinite(value))
    return { $float: String(value).replace("Infinity", "INF").toUpperCase() };
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value;
}
