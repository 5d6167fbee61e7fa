import { type Command } from "commander";
import { once } from "node:events";
import { createSoapClient } from "../client.ts";
import { type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { type SoapStream } from "../stream.ts";
import { connectionOptions, read } from "./connection-options.ts";
import { fromJson, toJson } from "./json.ts";
import { addServiceFlags, isUrl, loadService, type ServiceFlags } from "./load-service.ts";
import { parseArguments } from "./parse-arguments.ts";
import { typedJson } from "./typed-json.ts";

/** The parts of a process that the command uses. */
export type MainProcess = Pick<NodeJS.Process, "stdin" | "stdout" | "stderr" | "env">;

interface CallFlags extends ServiceFlags {
  readonly endpoint?: string;
  readonly json?: string;
  readonly stream?: true;
  readonly element?: string;
}

interface CallRequest {
  readonly wsdl: string;
  readonly operation: string;
  readonly words: readonly string[];
  readonly flags: CallFlags;
}

const wordsHelp = `
What a word says, where the schema knows which type a value has:
  limit=5                 an element of the operation
  order.@id=7             an attribute of an element in it
  line[0].sku=x           an element of an item of a repeated element
  tag=a tag=b             two items of a repeated element with simple values
  data=@photo.jpg         the bytes of a file, for a binary type
  line:='[{"sku": "x"}]'  a value as JSON; note:=null is nil`;

export function addCallCommand(program: Command, process: MainProcess): void {
  addServiceFlags(program.command("call <wsdl> <operation> [key=value...]"))
    .description("call an operation and print the answer as JSON")
    .option("--endpoint <url>", "where to call; needed when the WSDL is a file")
    .option("--json <file>", "take the arguments from a file of JSON, or from standard input with -")
    .option("--stream", "print the repeated elements one on a line (NDJSON), as they arrive")
    .option("--element <path>", "with --stream: which of several repeated elements")
    .addHelpText("after", wordsHelp)
    .action((wsdl: string, operation: string, words: string[], flags: CallFlags) =>
      call({ wsdl, operation, words, flags }, process),
    );
}

async function call({ wsdl, operation, words, flags }: CallRequest, process: MainProcess): Promise<void> {
  const { descriptor } = await loadService(wsdl, flags, process.env);
  const endpoint = flags.endpoint ?? (isUrl(wsdl) ? withoutQuery(wsdl) : undefined);
  if (endpoint === undefined) throw invalid("a WSDL from a file does not say where to call: give --endpoint");
  const args = await argumentsOf(descriptor, operationOf(descriptor, operation), words, flags, process);
  const { timeoutMs, ...options } = connectionOptions(flags, process.env);
  await using client = createSoapClient({ descriptor, endpoint, timeoutMs, ...options });
  if (flags.stream === true) {
    const { [operation]: start } = client.stream({ timeoutMs, element: flags.element });
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

function operationOf({ name: service, operations }: ServiceDescriptor, name: string): OperationDescriptor {
  const operation = operations.find((each) => each.name === name);
  if (operation) return operation;
  const list = operations.map((each) => each.name).join(", ");
  throw invalid(`${service} has no operation ${JSON.stringify(name)}: it has ${list}`);
}

async function argumentsOf(
  descriptor: ServiceDescriptor,
  operation: OperationDescriptor,
  words: readonly string[],
  { json }: CallFlags,
  process: MainProcess,
): Promise<object> {
  if (json === undefined) return parseArguments(descriptor, operation, words);
  if (words.length > 0) throw invalid("arguments come from --json or from key=value, not from both");
  const text = json === "-" ? await readAll(process.stdin) : read(json);
  return typedJson(descriptor, { kind: "complex", index: operation.input.type }, parsed(text)) as object;
}

function parsed(text: string): unknown {
  try {
    return fromJson(text);
  } catch (cause) {
    throw invalid(`--json is not JSON: ${(cause as Error).message}`);
  }
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

function invalid(what: string): SoapError {
  return new SoapError("invalid_argument", what);
}
