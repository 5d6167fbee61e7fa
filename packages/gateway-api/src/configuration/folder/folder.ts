import { contentToBytes, type ConfigContent } from "../keys/content.ts";
import { sameParams } from "../compare/diff.ts";
import { compareKeyNames, indexKeys, kindOfKey, type ConfigKey } from "../keys/key.ts";
import { decodeKey, encodeParams } from "../keys/value.ts";
import { fileNameOfKey, keyOfFileName } from "./file-name.ts";
import { readFile, writeFile } from "./file.ts";

/** A file of a configuration folder. The name never has a folder in it. */
export interface FolderFile {
  readonly name: string;
  readonly content: ConfigContent;
}

export interface WrittenFolder {
  /** Sorted by key. */
  readonly files: readonly FolderFile[];
  /** Keys that are no scripts, flows or files: the folder form is not for them. */
  readonly left: readonly string[];
  /** Keys that would not come back as they are, and why. No file is written for them. */
  readonly problems: readonly { readonly key: string; readonly reason: string }[];
}

export interface ReadFolder {
  /** Sorted by name. */
  readonly keys: readonly ConfigKey[];
  /** Files that are not of the form, such as a README. */
  readonly left: readonly string[];
  /** Files that should be of the form and cannot be read, and why. */
  readonly problems: readonly { readonly file: string; readonly reason: string }[];
}

/** The file of a folder that lists keys to leave alone, one a line, without extensions. */
export const ignoreFileName = "_ignore";

/** The keys that a folder's `_ignore` names. */
export function readIgnoreFile(text: string): Set<string> {
  return new Set(text.split(/\r?\n/).filter((line) => line !== ""));
}

/**
 * The flows, scripts and files of a configuration as files, in halonctl's form (`KEY.hsl`, `.txt`, `.csv`, `.bin`).
 * What is written is read back at once: a key whose file would mean something else is a problem and not a file.
 * @throws ConfigurationError `bad_key`
 */
export function writeFolder(
  keys: readonly ConfigKey[],
  ignored: ReadonlySet<string> = new Set(),
): WrittenFolder {
  const files: FolderFile[] = [];
  const left: string[] = [];
  const problems: { key: string; reason: string }[] = [];
  // File systems that ignore case would write one over the other.
  const taken = new Map<string, string>();
  for (const key of [...indexKeys(keys).values()].sort((a, b) => compareKeyNames(a.name, b.name))) {
    if (ignored.has(key.name)) continue;
    const kind = kindOfKey(key.name);
    if (kind === "other" || kind === "remote_system") {
      left.push(key.name);
      continue;
    }
    const value = decodeKey(key);
    const form = value.kind === "other" ? undefined : writeFile(value);
    const stem = fileNameOfKey(key.name);
    const folded = stem?.toLowerCase() ?? "";
    const problem = (reason: string): number => problems.push({ key: key.name, reason });
    if (value.kind === "other") problem(value.problem ?? "it cannot be read");
    else if (stem === undefined) problem("its name cannot be a file name");
    else if (taken.has(folded)) problem(`its name differs from ${taken.get(folded) ?? ""} only in case`);
    else if (form === undefined) problem("a script of it is not UTF-8 text");
    else {
      const back = readFile(kind, form);
      if (
        typeof back === "string" ||
        !sameParams({ ...key, params: encodeParams(value) }, { ...key, params: encodeParams(back) })
      )
        problem(
          "it would not come back as it is: neighbouring scripts, a line that begins with //=, or a line end in a name",
        );
      else {
        taken.set(folded, key.name);
        files.push({ name: `${stem}.${form.extension}`, content: form.content });
      }
    }
  }
  return { files, left, problems };
}

/**
 * The keys that a folder's files stand for. Names with a folder in them, and all that is not of the form, are left.
 * Contents are taken as they are: templates in them are not filled in. `known` are the node's keys: a `.bin` file
 * that halonctl wrote does not tell its type and has it from there, else it is `text/plain`.
 */
export function readFolder(
  files: readonly FolderFile[],
  options: { readonly ignored?: ReadonlySet<string>; readonly known?: readonly ConfigKey[] } = {},
): ReadFolder {
  const known = indexKeys(options.known ?? []);
  const keys = new Map<string, ConfigKey>();
  const left: string[] = [];
  const problems: { file: string; reason: string }[] = [];
  for (const { name: file, content } of files) {
    const [, stem = "", extension = ""] = /^([^/\\]+)\.(hsl|txt|csv|bin)$/.exec(file) ?? [];
    const name = keyOfFileName(stem);
    const kind = name === undefined ? "other" : kindOfKey(name);
    const belongs = kind === "file" ? extension !== "hsl" : extension === "hsl";
    if (name === undefined || kind === "other" || kind === "remote_system" || !belongs) {
      left.push(file);
      continue;
    }
    if (options.ignored?.has(name) === true) continue;
    const type = known.get(name)?.params[1];
    const value = readContent(kind, extension, content, type);
    if (typeof value === "string") problems.push({ file, reason: value });
    else if (keys.has(name)) problems.push({ file, reason: `another file is ${name} too` });
    else keys.set(name, { name, params: value });
  }
  return { keys: [...keys.values()].sort((a, b) => compareKeyNames(a.name, b.name)), left, problems };
}

function readContent(
  kind: "flow" | "script" | "file",
  extension: string,
  content: ConfigContent,
  type: string | undefined,
): readonly string[] | string {
  if (typeof content === "string" && !content.isWellFormed()) return "it has half a surrogate pair";
  const value = readFile(kind, { extension, content: contentToBytes(content) }, type);
  return typeof value === "string" ? value : encodeParams(value);
}
