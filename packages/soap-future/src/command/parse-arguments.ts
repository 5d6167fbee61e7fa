import { readFileSync } from "node:fs";
import { type OperationDescriptor, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { createSimpleTypes } from "../schema/simple.ts";
import { schemaNamespace } from "../wsdl/names.ts";
import { type Member, membersOf, type Scope, scopeOfType } from "./argument-members.ts";
import { fromJson } from "./json.ts";
import { typedJson, typedOccurrence } from "./typed-json.ts";

/** An object without a prototype, so that an element called `__proto__` is plain data. */
type Arguments = Record<string, unknown>;

/** Where a value goes. */
interface Place {
  readonly holder: Arguments | unknown[];
  readonly key: string | number;
  readonly member: Member;
}

interface Word {
  readonly text: string;
  readonly descriptor: ServiceDescriptor;
  readonly operation: OperationDescriptor;
}

/**
 * Turns `key=value` words into the arguments of an operation. A key is the path of an element or an attribute
 * (`filter.name=x`, `order.@id=5`, `line[0].sku=x`); a repeated element with simple values is given once for each of
 * its items. The schema says which type a value has; `key:=json` takes JSON, `key=@file` bytes for a binary type.
 *
 * Throws `invalid_argument` for a key that the operation does not have, and `encode` for a value of another type.
 */
export function parseArguments(
  descriptor: ServiceDescriptor,
  operation: OperationDescriptor,
  words: readonly string[],
): Arguments {
  const root = Object.create(null) as Arguments;
  for (const text of words) {
    const word = { text, descriptor, operation };
    if (text.indexOf("=") < 1) throw invalid(word, `${JSON.stringify(text)} is not key=value`);
    put(word, root);
  }
  return root;
}

function put(word: Word, root: Arguments): void {
  const { text, descriptor, operation } = word;
  let scope: Scope = scopeOfType(descriptor, operation.input.type, root);
  let target = root;
  for (let at = 0; ;) {
    const member = memberAt(word, scope, at);
    at += member.key.length;
    const path = text.slice(0, at);
    let place: Place = { holder: target, key: member.key, member };
    // A repeated element is an array, and so is a value of an array type.
    while (place.member.item !== undefined) {
      const index = /^\[([0-9]{1,6})\]/.exec(text.slice(at, at + 8));
      at += index?.[0].length ?? 0;
      const next = itemOf(word, place, index?.[1], `${path}${index?.[0] ?? ""}`, text[at] === ".");
      if (next === undefined) break;
      place = next;
    }
    if (text[at] === "=" || text.startsWith(":=", at)) {
      set(word, place, at);
      return;
    }
    if (text[at] !== ".") throw invalid(word, `${text.slice(0, at)} is one value: it has no items`);
    at++;
    target = (valueAt(place) ?? Object.create(null)) as Arguments;
    assign(place, target);
    scope = innerScope(word, place, target);
  }
}

/** The longest key that the word continues with: keys may have dots and braces in them. */
function memberAt(word: Word, scope: Scope, at: number): Member {
  const members = membersOf(scope);
  const rest = word.text.slice(at);
  const found = members
    .filter(({ key }) => rest.startsWith(key) && /^(?:[.=[]|:=)/.test(rest.slice(key.length)))
    .sort((one, other) => other.key.length - one.key.length)[0];
  if (found !== undefined) return found;
  const key = word.text.slice(0, Math.max(word.text.indexOf("=", at), at));
  const list = members.map((each) => each.key).join(", ");
  throw invalid(
    word,
    `there is no ${JSON.stringify(key.replace(/:$/, ""))}: possible here are ${list || "none"}`,
  );
}

/** The place of one item; undefined where the word gives the whole array. */
function itemOf(
  word: Word,
  place: Place,
  index: string | undefined,
  path: string,
  goesOn: boolean,
): Place | undefined {
  const { member } = place;
  if (member.item === undefined) return undefined;
  const isJson = word.text.startsWith(":=", path.length);
  if (index === undefined && isJson) return undefined;
  if (index === undefined && goesOn)
    throw invalid(word, `${path} is repeated: say which item is meant, as in ${path}[0]`);
  const known = valueAt(place);
  if (known !== undefined && !Array.isArray(known)) throw invalid(word, `${path} is given twice`);
  const items = known ?? [];
  assign(place, items);
  const position = index === undefined ? items.length : Number(index);
  if (position > items.length)
    throw invalid(word, `${path} comes after an item that is not given: the next is ${items.length}`);
  return { holder: items, key: position, member: member.item };
}

function innerScope(word: Word, { member }: Place, target: Arguments): Scope {
  const { descriptor, text } = word;
  if (member.group !== undefined) return { descriptor, group: member.group };
  if (member.type?.kind !== "complex")
    throw invalid(word, `${text.slice(0, text.indexOf("="))}: ${member.key} has no elements in it`);
  return scopeOfType(descriptor, member.type.index, target);
}

function set(word: Word, place: Place, at: number): void {
  const { text } = word;
  const path = text.slice(0, at);
  if (valueAt(place) !== undefined) throw invalid(word, `${path} is given twice`);
  const isJson = text[at] === ":";
  const written = text.slice(at + (isJson ? 2 : 1));
  assign(place, isJson ? jsonValue(word, place, written, path) : textValue(word, place, written, path));
}

function jsonValue(word: Word, { member }: Place, written: string, path: string): unknown {
  let value: unknown;
  try {
    value = fromJson(written);
  } catch (cause) {
    throw invalid(word, `${path}: not JSON: ${(cause as Error).message}`);
  }
  const { type, group } = member.item ?? member;
  const typed = (each: unknown): unknown => {
    if (group !== undefined) return typedOccurrence(word.descriptor, group, each);
    return type === undefined ? each : typedJson(word.descriptor, type, each);
  };
  return member.item !== undefined && Array.isArray(value) ? value.map(typed) : typed(value);
}

function textValue(word: Word, { member }: Place, written: string, path: string): unknown {
  const { descriptor } = word;
  const { type } = member;
  if (type === undefined) throw invalid(word, `${path} is given as JSON: ${path}:='…'`);
  if (type.kind !== "complex") return simpleValue(word, type, written, path);
  const content = descriptor.types[type.index]?.content;
  if (content?.kind !== "simple")
    throw invalid(word, `${path} has elements in it: name one of them, or give --json`);
  const object = Object.create(null) as Arguments;
  object["$"] = simpleValue(word, content.type, written, path);
  return object;
}

/** The same reading as of an answer; here it is the caller who has to mend what is wrong. */
function simpleValue(word: Word, type: TypeReference, written: string, path: string): unknown {
  if (type.kind === "builtin" && type.name === "anyType")
    return { $type: `{${schemaNamespace}}string`, $: written };
  const codec = createSimpleTypes(word.descriptor).codec(type);
  const { family } = codec;
  // A qualified name is given with its namespace: the command line has no prefixes.
  if (family === "QName" || family === "NOTATION") return written;
  if ((family === "base64Binary" || family === "hexBinary") && written.startsWith("@"))
    return bytesOf(word, written.slice(1));
  try {
    return codec.decode(written, path);
  } catch (error) {
    if (!(error instanceof SoapError)) throw error;
    throw new SoapError("encode", error.reason, { context: error.context });
  }
}

function bytesOf(word: Word, file: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(file));
  } catch (cause) {
    const { code = "unreadable" } = cause as NodeJS.ErrnoException;
    throw invalid(word, `${file} cannot be read: ${code}`);
  }
}

function valueAt({ holder, key }: Place): unknown {
  return Object.hasOwn(holder, key) ? (holder as Arguments)[key] : undefined;
}

function assign({ holder, key }: Place, value: unknown): void {
  (holder as Arguments)[key] = value;
}

function invalid({ operation }: Word, what: string): SoapError {
  return new SoapError("invalid_argument", what, { context: { operation: operation.name } });
}
