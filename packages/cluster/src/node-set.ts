import { ClusterError } from "./errors.ts";
import { naturalOrder } from "./natural-order.ts";

/** Names that one expression may stand for, each counted as often as it is written. */
const maxNames = 100_000;
/** Pairs of brackets in one term. */
const maxBrackets = 32;

/**
 * Reads a node set: names, ranges and lists, such as `mx[1-3,7],edge[01-10/2]`. Comma at the top level and white
 * space join sets. Names come back once each, in the order in which they were written.
 */
export function parseNodeSet(expression: string): string[] {
  const names = new Set<string>();
  let expanded = 0;
  for (const term of splitTop(expression)) {
    for (const name of expandTerm(term)) {
      names.add(name);
      if (++expanded > maxNames) throw invalid(`${shown(expression)} stands for more than ${maxNames} names`);
    }
  }
  return [...names];
}

function splitTop(expression: string): string[] {
  const terms: string[] = [];
  let term = "";
  let depth = 0;
  let brackets = 0;
  for (const character of expression) {
    if (character === "[") {
      depth++;
      if (++brackets > maxBrackets)
        throw invalid(`${shown(expression)} has more than ${maxBrackets} brackets`);
    }
    if (character === "]") depth--;
    if (depth < 0 || depth > 1) throw invalid(`the brackets in ${shown(expression)} do not match`);
    if (depth === 0 && (character === "," || /\s/.test(character))) {
      if (term !== "") terms.push(term);
      term = "";
      brackets = 0;
    } else term += character;
  }
  if (depth !== 0) throw invalid(`the brackets in ${shown(expression)} do not match`);
  if (term !== "") terms.push(term);
  return terms;
}

function* expandTerm(term: string): Generator<string> {
  const open = term.indexOf("[");
  if (open === -1) {
    yield term;
    return;
  }
  const close = term.indexOf("]", open);
  const before = term.slice(0, open);
  const rest = term.slice(close + 1);
  for (const number of expandRanges(term.slice(open + 1, close))) {
    for (const tail of expandTerm(rest)) yield before + number + tail;
  }
}

/** `1-3,07-10/2`: zero padding is kept as written. */
function* expandRanges(text: string): Generator<string> {
  for (const part of text.split(",")) {
    const match = /^([0-9]{1,9})(?:-([0-9]{1,9})(?:\/([1-9][0-9]{0,8}))?)?$/.exec(part.trim());
    if (!match) throw invalid(`${shown(part)} is not a number or a range such as 1-9 or 1-9/2`);
    const [, first = "", last = first, step = "1"] = match;
    if (Number(last) < Number(first)) throw invalid(`the range ${shown(part)} ends before it begins`);
    const width = first.startsWith("0") ? first.length : 0;
    for (let number = Number(first); number <= Number(last); number += Number(step)) {
      yield String(number).padStart(width, "0");
    }
  }
}

/** Whether a node set can carry a name: not empty, no comma, white space or brackets, and no `@` at its start. */
export function isNodeName(name: string): boolean {
  return /^[^@,[\]\s][^,[\]\s]*$/.test(name);
}

/**
 * Folds names to their shortest form, in natural order: `mx[1-3,7]`. What it writes of names that {@link isNodeName}
 * takes, {@link parseNodeSet} reads back; other names are for people's eyes only.
 */
export function formatNodeSet(names: Iterable<string>): string {
  const groups = new Map<string, { before: string; after: string; numbers: string[] }>();
  for (const name of [...new Set(names)].sort(naturalOrder)) {
    // The last number in a name is the one that counts up: mx1-lon is a name of its own beside mx2-lon.
    const match = /^(.*?)([0-9]{1,9})([^0-9]*)$/s.exec(name);
    const [before, number, after] = match ? [match[1] ?? "", match[2] ?? "", match[3] ?? ""] : [name, "", ""];
    const width = number.startsWith("0") ? number.length : 0;
    const key = JSON.stringify([before, after, width, number === ""]);
    const group = groups.get(key) ?? { before, after, numbers: [] };
    groups.set(key, group);
    group.numbers.push(number);
  }
  return [...groups.values()]
    .map(({ before, after, numbers }) => `${before}${foldNumbers(numbers)}${after}`)
    .join(",");
}

function foldNumbers(numbers: readonly string[]): string {
  if (numbers.length === 1) return numbers[0] ?? "";
  const ranges: { first: string; last: string }[] = [];
  for (const number of numbers) {
    const current = ranges.at(-1);
    if (current && Number(number) === Number(current.last) + 1) current.last = number;
    else ranges.push({ first: number, last: number });
  }
  return `[${ranges.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(",")}]`;
}

function invalid(what: string): ClusterError {
  return new ClusterError("invalid_argument", what);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
