import { describe, expect, it } from "vitest";
import { generateTypes } from "../src/types/generate.ts";
import { compile, literal } from "./compile-types.ts";
import { goldenDescriptor, goldenFolder, goldenNames } from "./golden-folder.ts";

const names = goldenNames();

/** The module of a folder's types, and one for each of its values. */
function modulesOf(name: string, index: number): Record<string, string> {
  const folder = goldenFolder(name);
  const descriptor = goldenDescriptor(folder);
  const types = generateTypes(descriptor);
  const service = /^export type (\S+Service\S*) = /m.exec(types)?.[1] ?? "";
  const value = (file: string, direction: "input" | "output" | "inputHeaders" | "outputHeaders"): string[] =>
    folder.has(file)
      ? [
          `export const ${direction}: ${service}[${JSON.stringify(folder.operation)}]["${direction}"] = ${literal(folder.value(file))};\n`,
        ]
      : [];
  // A request that is refused, and one that an answer which is refused came to, are no values of the type.
  const wrong = folder.has("error.json");
  const uses = wrong
    ? []
    : [
        ...value("request.json", "input"),
        ...value("response.json", "output"),
        ...value("request.headers.json", "inputHeaders"),
        ...value("response.headers.json", "outputHeaders"),
      ];
  const from = `import type { ${service} } from "./types${index}.ts";\n`;
  return {
    [`types${index}.ts`]: types,
    [`values${index}.ts`]: `${from}${uses.join("")}export type Used = ${service};\n`,
  };
}

describe("the types that are generated for the golden folders", () => {
  const found = compile(Object.assign({}, ...names.map(modulesOf)) as Record<string, string>);

  it.each(names.map((name, index) => [name, index] as const))(
    "%s: compile, and take its values",
    (_, index) => {
      expect(found[`types${index}.ts`]).toEqual([]);
      expect(found[`values${index}.ts`]).toEqual([]);
    },
  );
});
