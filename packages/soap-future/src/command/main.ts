import { Command, CommanderError } from "commander";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { createSoapClient } from "../client.ts";
import { type ServiceDescriptor } from "../descriptor.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { fetchWsdl } from "../fetch-wsdl.ts";
import { type SoapStream } from "../stream.ts";
import { generateTypes } from "../types/generate.ts";
import { fileLoader } from "../wsdl/file-loader.ts";
import { describeBundle, parseWsdl } from "../wsdl/parse.ts";
import { addConnectionFlags, type ConnectionFlags, connectionOptions, read } from "./connection-options.ts";
import { describeService } from "./describe.ts";
import { fromJson, toJson } from "./json.ts";
import { parseArguments } from "./parse-arguments.ts";

/** The parts of a process that the command uses. */
export type MainProcess = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr" | "env">;

interface CallFlags extends ConnectionFlags {
  readonly endpoint?: string;
  readonly json?: string;
  readonly stream?: true;
}

/**
 * Runs `soap-future`, and returns the exit code: 0 when it did what was asked, 1 when a call failed or the server
 * answered with a fault, 2 when what was asked cannot be done.
 */
export async function main(argv: readonly string[], process: MainProcess): Promise<number> {
  // Whoever reads the output may leave when he has seen enough.
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== "EPIPE") throw error;
  };
  process.stdout.on("error", onError);
  try {
    await createProgram(process).parseAsync(argv, { from: "user" });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if ((error as NodeJS.ErrnoException).code === "EPIPE") return 0;
    if (!(error instanceof SoapError)) throw error;
    process.stderr.write(`soap-future: ${printable(messageOf(error))}\n`);
    return ["invalid_argument", "wsdl_parse", "wsdl_unsupported", "encode"].includes(error.code) ? 2 : 1;
  }
}

function createProgram(process: MainProcess): Command {
  const program = new Command("soap-future")
    .description("Types, descriptions and calls from a WSDL, which is a file or an https URL.")
    .configureOutput({
      writeOut: (text) => void process.stdout.write(text),
      writeErr: (text) => void process.stderr.write(text),
    })
    .exitOverride();
  addConnectionFlags(program.command("types <wsdl>"))
    .description("write the TypeScript types of the service")
    .option("-o, --output <file>", "write to a file instead of standard output")
    .action(async (wsdl: string, flags: ConnectionFlags & { output?: string }) => {
      const text = generateTypes(await load(wsdl, flags, process));
      if (flags.output === undefined) process.stdout.write(text);
      else write(flags.output, text);
    });
  addConnectionFlags(program.command("describe <wsdl>"))
    .description("print the operations with what they take and give")
    .action(async (wsdl: string, flags: ConnectionFlags) => {
      process.stdout.write(printable(describeService(await load(wsdl, flags, process))));
    });
  addConnectionFlags(program.command("call <wsdl> <operation> [key=value...]"))
    .description("call an operation and print the answer as JSON")
    .option("--endpoint <url>", "where to call; needed when the WSDL is a file")
    .option("--json <file>", "take the arguments from a file of JSON, or from standard input with -")
    .option("--stream", "print the repeated elements one on a line (NDJSON), as they arrive")
    .action((wsdl: string, operation: string, words: string[], flags: CallFlags) =>
      call({ wsdl, operation, words, flags }, process),
    );
  return program;
}

interface CallRequest {
  readonly wsdl: string;
  readonly operation: string;
  readonly words: readonly string[];
  readonly flags: CallFlags;
}

async function call({ wsdl, operation, words, flags }: CallRequest, process: MainProcess): Promise<void> {
  const descriptor = await load(wsdl, flags, process);
  const endpoint = flags.endpoint ?? (isUrl(wsdl) ? withoutQuery(wsdl) : undefined);
  if (endpoint === undefined) throw invalid("a WSDL from a file does not say where to call: give --endpoint");
  const args = await argumentsOf(descriptor, { wsdl, operation, words, flags }, process);
  const { timeoutMs, ...options } = connectionOptions(flags, process.env);
  await using client = createSoapClient({ descriptor, endpoint, timeoutMs, ...options });
  if (flags.stream === true) {
    const { [operation]: start } = client.stream({ timeoutMs });
    const items = start?.(args) as SoapStream<unknown>;
    for await (const item of items) {
      // No faster than the reader of the pipe, and no longer: `| head` ends the call.
      if (!process.stdout.write(`${toJson(item)}\n`)) await once(process.stdout, "drain");
    }
    return;
  }
  const { [operation]: start } = client.future();
  process.stdout.write(`${toJson(await start?.(args).get(), 2)}\n`);
}

async function argumentsOf(
  descriptor: ServiceDescriptor,
  { operation: name, words, flags }: CallRequest,
  process: MainProcess,
): Promise<object> {
  const operation = descriptor.operations.find((each) => each.name === name);
  if (!operation) {
    const list = descriptor.operations.map((each) => each.name).join(", ");
    throw invalid(`${descriptor.name} has no operation ${JSON.stringify(name)}: it has ${list}`);
  }
  if (flags.json === undefined) return parseArguments(descriptor, operation, words);
  if (words.length > 0) throw invalid("arguments come from --json or from key=value, not from both");
  const text = flags.json === "-" ? await readAll(process.stdin) : read(flags.json);
  try {
    return fromJson(text) as object;
  } catch (cause) {
    throw invalid(`--json is not JSON: ${(cause as Error).message}`);
  }
}

/** Imports of a file are read from its folder and below, those of a URL from its origin. */
async function load(wsdl: string, flags: ConnectionFlags, process: MainProcess): Promise<ServiceDescriptor> {
  if (isUrl(wsdl)) return describeBundle(await fetchWsdl(wsdl, connectionOptions(flags, process.env)));
  const text = read(wsdl);
  return parseWsdl(text, fileLoader(dirname(wsdl)), { location: pathToFileURL(wsdl).href });
}

function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function withoutQuery(text: string): string {
  const url = new URL(text);
  url.search = "";
  return url.href;
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<string> {
  let text = "";
  for await (const piece of stream) text += piece.toString();
  return text;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw invalid(`${file} cannot be written: ${code}`);
  }
}

function messageOf(error: SoapError): string {
  if (!(error instanceof SoapFault) || error.detail === undefined) return error.message;
  const detail = Object.entries(error.detail).map(([name, text]) => `\n  ${name}: ${text}`);
  return error.message + detail.join("");
}

/** What a server says must not steer a terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replaceAll(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}

function invalid(what: string): SoapError {
  return new SoapError("invalid_argument", what);
}
