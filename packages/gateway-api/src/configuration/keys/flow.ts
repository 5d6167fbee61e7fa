import { ConfigurationError } from "../errors.ts";
import { contentFromBase64, contentToBase64, type ConfigContent } from "./content.ts";

/** A block of a flow: a script, or a visual block, which is kept as it is written. */
export type FlowBlock =
  | { readonly kind: "script"; readonly script: ConfigContent }
  | { readonly kind: "visual"; readonly text: string };

/**
 * Reads the text of a flow: blocks with commas between them. A comma in quotes or braces belongs to its visual
 * block; where quotes or braces do not pair up, every comma divides, as for halonctl. `formatFlow` of the result
 * is the same text, byte for byte: a script whose base64 is spelled in another way stays a visual block.
 */
export function parseFlow(text: string): FlowBlock[] {
  if (text === "") return [];
  return (splitBlocks(text) ?? text.split(",")).map(readBlock);
}

/** Writes the text of a flow. @throws ConfigurationError `bad_flow` when a visual block would read as something else */
export function formatFlow(blocks: readonly FlowBlock[]): string {
  const written = blocks.map((block) => (block.kind === "visual" ? block.text : scriptBlock(block.script)));
  const text = written.join(",");
  const read = text === "" ? [] : (splitBlocks(text) ?? text.split(","));
  const wrong = written.findIndex(
    (each, index) => read[index] !== each || readBlock(each).kind !== blocks[index]?.kind,
  );
  if (wrong !== -1 || read.length !== written.length) {
    throw new ConfigurationError(
      "bad_flow",
      `Block ${(wrong === -1 ? written.length : wrong) + 1} of the flow is not one visual block: it is empty, a script, or divided by a comma.`,
    );
  }
  return text;
}

function scriptBlock(script: ConfigContent): string {
  return `script "${contentToBase64(script)}"`;
}

function readBlock(text: string): FlowBlock {
  const encoded = /^script "([A-Za-z0-9+/=]*)"$/.exec(text)?.[1];
  const script = encoded === undefined ? undefined : contentFromBase64(encoded);
  if (script !== undefined && contentToBase64(script) === encoded) return { kind: "script", script };
  return { kind: "visual", text };
}

/** The blocks, or undefined when quotes or braces do not pair up. */
function splitBlocks(text: string): string[] | undefined {
  const blocks: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (const { 0: sign, index } of text.matchAll(/\\.|["{},]/gs)) {
    if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === "{") depth++;
    else if (sign === "}" && --depth < 0) return undefined;
    else if (sign === "," && depth === 0) {
      blocks.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (quoted || depth !== 0) return undefined;
  blocks.push(text.slice(start));
  return blocks;
}
