import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromJson, toJson } from "../src/command/json.ts";
import { type ServiceDescriptor } from "../src/descriptor.ts";
import { parseWsdl } from "../src/wsdl/parse.ts";

/**
 * One golden folder: a WSDL, and what goes over the wire beside what it means. `<Operation>__<behaviour>/` has
 *
 *   wsdl.xml                                  with the files it imports; settings.json names one of several ports
 *   request.json, request.headers.json        what is called with; request.xml is what is sent for that
 *   response.xml                              what is answered
 *   response.json, response.headers.json      what that means,
 *   or fault.json                             or which fault it is,
 *   or error.json                             or how it is refused; without a response.xml the request is
 */
export interface GoldenFolder {
  readonly name: string;
  readonly operation: string;
  has(file: string): boolean;
  text(file: string): string;
  bytes(file: string): Uint8Array;
  /** A value, or undefined where there is no such file. */
  value(file: string): unknown;
  write(file: string, text: string): void;
}

const root = fileURLToPath(new URL("golden/", import.meta.url));

export function goldenFolder(name: string): GoldenFolder {
  const path = (file: string): string => join(root, name, file);
  const has = (file: string): boolean => existsSync(path(file));
  const text = (file: string): string => readFileSync(path(file), "utf8");
  return {
    name,
    operation: name.split("__")[0] ?? "",
    has,
    text,
    bytes: (file) => readFileSync(path(file)),
    value: (file) => (has(file) ? untag(fromJson(text(file))) : undefined),
    write: (file, content) => writeFileSync(path(file), content),
  };
}

/** The names of all folders. */
export function goldenNames(): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** What the WSDL of a folder says; other documents in the folder are at hand, `settings.json` names the port. */
export function goldenDescriptor(folder: GoldenFolder): ServiceDescriptor {
  return parseWsdl(
    folder.text("wsdl.xml"),
    (location) => {
      const file = new URL(location).pathname.slice(1);
      return folder.has(file) ? folder.text(file) : undefined;
    },
    folder.value("settings.json") as object | undefined,
  );
}

/** A value as the text of a golden file, keys in their order. */
export function goldenText(value: unknown): string {
  return `${toJson(tag(value), 2)}\n`;
}

/** A value as text in which the order of keys does not matter. */
export function comparable(value: unknown): string {
  return `${toJson(tag(value, true), 2)}\n`;
}

/** JSON has no bytes and not all numbers: those are objects with one key that begins with a dollar. */
function tag(value: unknown, sorted = false): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (Array.isArray(value)) return value.map((item) => tag(item, sorted));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return plain(entries.map(([key, item]) => [key, tag(item, sorted)]));
}

function untag(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(untag);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[key, item] = []] = entries;
  if (entries.length === 1 && key === "$bytes") return Uint8Array.from(Buffer.from(String(item), "base64"));
  if (entries.length === 1 && key === "$number") return Number(item);
  return plain(entries.map(([name, inner]) => [name, untag(inner)]));
}

/** Without a prototype, so that a key may have any name. */
function plain(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of entries) object[key] = value;
  return object;
}
