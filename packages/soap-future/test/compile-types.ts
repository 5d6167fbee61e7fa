import { fileURLToPath } from "node:url";
import ts from "typescript";

/** Where the modules would lie, so that `@mailmux/soap-future` is this package. */
const folder = fileURLToPath(new URL("generated/", import.meta.url));
const index = fileURLToPath(new URL("../src/index.ts", import.meta.url));
const source = (name: string): string => fileURLToPath(new URL(`../src/${name}/index.ts`, import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ["lib.es2024.d.ts", "lib.esnext.disposable.d.ts", "lib.esnext.array.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: ["node"],
  paths: {
    "@mailmux/soap-future": [index],
    "@mailmux/soap-future/interceptors": [source("interceptors")],
    "@mailmux/soap-future/server": [source("server")],
    "@mailmux/soap-future/testing": [source("testing")],
  },
};

/** Files of the disk, which no test changes. */
const read = new Map<string, ts.SourceFile | undefined>();

/** Compiles modules that exist only in memory; gives what the compiler says about each, as `line: message`. */
export function compile(modules: Readonly<Record<string, string>>): Record<string, readonly string[]> {
  const files = new Map(Object.entries(modules).map(([name, text]) => [`${folder}${name}`, text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.directoryExists = (name) => `${name}/` === folder || directoryExists?.(name) === true;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, languageVersion, ...more) => {
    const text = files.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, languageVersion, true);
    const known = read.get(name) ?? getSourceFile(name, languageVersion, ...more);
    read.set(name, known);
    return known;
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return Object.fromEntries(
    [...files.keys()].map((name) => {
      const file = program.getSourceFile(name);
      const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [
        name.slice(folder.length),
        found.map(({ start = 0, messageText, file: at }) => {
          const line = (at?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
          return `${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
        }),
      ];
    }),
  );
}

/** A value as TypeScript writes it. */
export function literal(value: unknown): string {
  if (value instanceof Uint8Array) return `new Uint8Array([${[...value].join(", ")}])`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    // In brackets, __proto__ is a key like any other.
    return `{ ${Object.entries(value)
      .map(([key, item]) => `[${JSON.stringify(key)}]: ${literal(item)}`)
      .join(", ")} }`;
  }
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}
