// Draws the parser's grammar into docs/lifecycle.md. Run: node scripts/draw-grammar.ts
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { isToken } from "../src/wire/fields.ts";
import { rules, type StateName } from "../src/wire/grammar.ts";

const documentUrl = new URL("../../../docs/lifecycle.md", import.meta.url);
const begin = "<!-- begin: drawn from packages/http-tls/src/wire/grammar.ts -->";
const end = "<!-- end -->";

type Place = readonly [shown: string, states: readonly StateName[]];

/** One diagram for each; its states as they are shown, and which states of the table each of them stands for. */
const diagrams: Readonly<Record<string, readonly Place[]>> = {
  "status line": [
    ["HTTP/1.", versionStates("response")],
    ["minor version", ["response-minor"]],
    ["status code", ["status-space", "status-1", "status-2", "status-3"]],
    ["after the code", ["reason-space"]],
    ["reason", ["reason-start", "reason"]],
  ],
  "request line": [
    ["start", ["request-start"]],
    ["empty line", ["empty-line-lf", "method-start"]],
    ["method", ["method"]],
    ["target", ["target-start", "target"]],
    ["HTTP/1.", versionStates("request")],
    ["minor version", ["request-minor"]],
    ["line end", ["request-line-cr"]],
  ],
  "field lines": [
    ["after CR", ["line-lf"]],
    ["start of a line", ["field-start"]],
    ["name", ["field-name"]],
    ["space after name", ["name-space"]],
    ["start of value", ["value-start"]],
    ["value", ["value"]],
    ["CR of the empty line", ["section-lf"]],
  ],
  chunks: [
    ["start of a chunk", ["size-start"]],
    ["chunk size", ["size"]],
    ["space after size", ["size-space"]],
    ["start of an extension", ["extension-start"]],
    ["extension name", ["extension-name"]],
    ["space after its name", ["extension-name-space"]],
    ["start of its value", ["extension-value-start"]],
    ["extension value", ["extension-value"]],
    ["quoted value", ["extension-quoted", "extension-escape"]],
    ["end of quoted value", ["extension-quoted-end"]],
    ["space after its value", ["extension-value-space"]],
    ["CR after size", ["size-lf"]],
    ["CRLF after data", ["data-cr", "data-lf"]],
  ],
  body: [["body", ["data"]]],
};

function versionStates(kind: "request" | "response"): StateName[] {
  return [
    `${kind}-version`,
    ...(["1", "2", "3", "4", "5", "6"] as const).map((index) => `${kind}-version-${index}` as const),
  ];
}

/** Sets of bytes that have a name, in the RFCs or in English; words, because mermaid reads signs as its own. */
const named: readonly (readonly [label: string, has: (byte: number) => boolean])[] = [
  ["CR", is("\r")],
  ["LF", is("\n")],
  ["space", is(" ")],
  ["colon", is(":")],
  ["semicolon", is(";")],
  ["equals sign", is("=")],
  ["quote", is('"')],
  ["backslash", is("\\")],
  ["slash", is("/")],
  ["dot", is(".")],
  ["space or tab", is(" \t")],
  ["0 or 1", is("01")],
  ["1 to 9", is("123456789")],
  ["digit", is("0123456789")],
  ["hex digit", is("0123456789abcdefABCDEF")],
  ["token character", (byte) => isToken(String.fromCharCode(byte))],
  ["visible ASCII", (byte) => byte > 0x20 && byte < 0x7f],
  ["text", (byte) => byte > 0x20 && byte !== 0x7f],
  ["text, space or tab", (byte) => byte === 0x09 || (byte >= 0x20 && byte !== 0x7f)],
  [
    "text, space or tab, no quote or backslash",
    (byte) => byte === 0x09 || (byte >= 0x20 && byte !== 0x7f && byte !== 0x22 && byte !== 0x5c),
  ],
];

function is(text: string): (byte: number) => boolean {
  return (byte) => text.includes(String.fromCharCode(byte));
}

function labelOf(on: string): string {
  if (/^[A-Za-z0-9]$/.test(on)) return on;
  const bytes = new Set(Array.from(on, (character) => character.charCodeAt(0)));
  const all = Array.from({ length: 256 }, (_, byte) => byte);
  const found = named.find(([, has]) => all.every((byte) => has(byte) === bytes.has(byte)));
  if (!found) throw new Error(`no name for these bytes, add one: ${JSON.stringify(on)}`);
  return found[0];
}

interface Shown {
  readonly diagram: string;
  readonly name: string;
}

/** Where each state is shown. Throws for a state of the table that has no place, or two. */
function placeStates(): ReadonlyMap<StateName, Shown> {
  const places = new Map<StateName, Shown>();
  for (const [diagram, entries] of Object.entries(diagrams)) {
    for (const [name, states] of entries) {
      for (const state of states) {
        if (places.has(state)) throw new Error(`the state ${state} is placed twice in draw-grammar.ts`);
        places.set(state, { diagram, name });
      }
    }
  }
  for (const state of Object.keys(rules) as StateName[]) {
    if (!places.has(state)) throw new Error(`the state ${state} has no place in draw-grammar.ts`);
  }
  return places;
}

/** A name in a diagram as mermaid's identifier. */
const idOf = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, "_");

function drawDiagram(diagram: string, places: ReadonlyMap<StateName, Shown>): string {
  const names = new Map<string, string>();
  const edges = new Map<string, Set<string>>();
  const show = (name: string): string => {
    names.set(idOf(name), name);
    return idOf(name);
  };
  for (const [from, transitions] of Object.entries(rules) as [StateName, (typeof rules)[StateName]][]) {
    const source = places.get(from);
    for (const [on, to, , leniency] of transitions) {
      const target = places.get(to);
      if (!source || !target || source.diagram !== diagram) continue;
      // Inside of one shown state: the letters of a word, or more of the same.
      if (target.diagram === diagram && target.name === source.name) continue;
      const goal = target.diagram === diagram ? target.name : `→ ${target.diagram}`;
      const edge = `${show(source.name)} --> ${show(goal)}`;
      const label = leniency === undefined ? labelOf(on) : `${labelOf(on)} [${leniency}]`;
      edges.set(edge, (edges.get(edge) ?? new Set()).add(label));
    }
  }
  const [first] = names.keys();
  const lines = [
    `[*] --> ${first}`,
    ...Array.from(names, ([id, name]) => `state "${name}" as ${id}`),
    ...Array.from(edges, ([edge, labels]) => `${edge} : ${[...labels].join(", ")}`),
  ];
  return ["```mermaid", "stateDiagram-v2", ...lines.map((line) => `  ${line}`), "```"].join("\n");
}

/** The diagrams, each under a heading of its own, as Markdown. */
export function drawGrammar(): string {
  const places = placeStates();
  return Object.keys(diagrams)
    .filter((diagram) => diagram !== "body")
    .map((diagram) => {
      const title = `${diagram.charAt(0).toUpperCase()}${diagram.slice(1)}`;
      return `#### ${title}\n\n${drawDiagram(diagram, places)}`;
    })
    .join("\n\n");
}

/** The document with the diagrams drawn anew. */
export function withGrammar(markdown: string): string {
  const from = markdown.indexOf(begin);
  const to = markdown.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error("docs/lifecycle.md has lost the marks around its diagrams");
  return `${markdown.slice(0, from + begin.length)}\n\n${drawGrammar()}\n\n${markdown.slice(to)}`;
}

/** docs/lifecycle.md as it stands. */
export function readLifecycle(): string {
  return readFileSync(documentUrl, "utf8");
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(documentUrl, withGrammar(readLifecycle()));
}
