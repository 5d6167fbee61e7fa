import { contentFromBytes, contentToBytes, type ConfigContent } from "../keys/content.ts";
import { formatFlow, parseFlow, type FlowBlock } from "../keys/flow.ts";
import type { ConfigValue } from "../keys/value.ts";

/** The form of one file, as halonctl's `hsl` writes it: headers, then the content. */
const nameHeader = "//= NAME: ";
const metaHeader = "//= META: ";
const blockMark = "//= ";
const extensions = new Map([
  ["text/plain", "txt"],
  ["text/csv", "csv"],
]);

/** A file without its folder. */
export interface FileForm {
  readonly extension: string;
  readonly content: ConfigContent;
}

/** The file of a value; undefined for values that have none. It may not be readable again: compare. */
export function writeFile(value: ConfigValue): FileForm | undefined {
  switch (value.kind) {
    case "flow":
      if (value.blocks.some((block) => block.kind === "script" && typeof block.script !== "string"))
        return undefined;
      return {
        extension: "hsl",
        content: header(value.name, value.rate) + value.blocks.map(blockText).join(""),
      };
    case "script":
      return { extension: "hsl", content: value.script };
    case "file": {
      const extension = extensions.get(value.type) ?? "bin";
      // halonctl writes no META for files and forgets their type; it skips the line when it reads it.
      const head = contentToBytes(header(value.name, extension === "bin" ? value.type : undefined));
      return { extension, content: contentFromBytes(Buffer.concat([head, contentToBytes(value.data)])) };
    }
    case "other":
      return undefined;
  }
}

/** The value that a file stands for; a text for what is wrong with it. */
export function readFile(
  kind: "flow" | "script" | "file",
  form: FileForm,
  knownType?: string,
): ConfigValue | string {
  if (kind === "script") return { kind, script: form.content };
  const { name, meta, rest } = splitHeader(
    contentToBytes(form.content),
    kind === "flow" || form.extension === "bin",
  );
  if (kind === "flow") {
    if (typeof rest !== "string") return "a flow must be UTF-8 text";
    return readFlow(name, meta, rest);
  }
  const type = [...extensions].find(([, extension]) => extension === form.extension)?.[0];
  return { kind, name, type: type ?? meta ?? knownType ?? "text/plain", data: rest };
}

function header(name: string, meta: string | undefined): string {
  return (name === "" ? "" : `${nameHeader}${name}\n`) + (meta === undefined ? "" : `${metaHeader}${meta}\n`);
}

function splitHeader(
  bytes: Uint8Array,
  hasMeta: boolean,
): { name: string; meta?: string; rest: ConfigContent } {
  // Byte by byte as Latin-1, because what follows the headers may be anything.
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (mark: string): string | undefined => {
    const end = raw.indexOf(0x0a, at);
    if (end === -1 || raw.toString("latin1", at, at + mark.length) !== mark) return undefined;
    const value = raw.toString("utf8", at + mark.length, end);
    at = end + 1;
    return value;
  };
  const name = take(nameHeader) ?? "";
  const meta = hasMeta ? take(metaHeader) : undefined;
  return { name, ...(meta === undefined ? {} : { meta }), rest: contentFromBytes(raw.subarray(at)) };
}

function blockText(block: FlowBlock): string {
  return block.kind === "script" ? `${String(block.script)}\n` : `${blockMark}${block.text}\n`;
}

function readFlow(name: string, rate: string | undefined, body: string): ConfigValue {
  const blocks: string[] = [];
  let script: string[] = [];
  const endScript = (): void => {
    if (script.length > 0) blocks.push(formatFlow([{ kind: "script", script: script.join("\n") }]));
    script = [];
  };
  // The last line end was added by writing; a file that a person ended without one is as good.
  const lines = body === "" ? [] : body.replace(/\n$/, "").split("\n");
  for (const line of lines) {
    if (line.startsWith(blockMark)) {
      endScript();
      blocks.push(line.slice(blockMark.length));
    } else script.push(line);
  }
  endScript();
  // halonctl divides at every comma, also inside a visual block; joined again it is the same flow.
  return {
    kind: "flow",
    name,
    ...(rate === undefined ? {} : { rate }),
    blocks: parseFlow(blocks.join(",")),
  };
}
