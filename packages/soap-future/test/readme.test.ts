import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSnippets } from "../../../tools/readme/snippets.ts";
import { testReadme } from "../../../tools/readme/test-readme.ts";
import { soapErrorCodes } from "../src/errors.ts";
import { defaultMimeLimits } from "../src/mime/limits.ts";
import { defaultWsdlLimits } from "../src/wsdl/bundle.ts";
import { defaultXmlLimits } from "../src/xml/limits.ts";
import { compile } from "./compile-types.ts";

const folder = fileURLToPath(new URL("..", import.meta.url));
const pages = ["README.md", "docs/coming-from-npm-soap.md", "docs/coming-from-php.md"];

for (const page of pages) testReadme(import.meta.url, page);

describe("the examples", () => {
  it("are right by their types", () => {
    const modules = pages.flatMap((page) =>
      readSnippets(folder, page).map(({ line, code }) => [`${page.replaceAll(/\W/g, "-")}-${line}.ts`, code]),
    );
    const problems = Object.entries(compile(Object.fromEntries(modules) as Record<string, string>));
    expect(problems.filter(([, found]) => found.length > 0)).toEqual([]);
  });
});

describe("the README", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

  it("explains each error code under a heading of its own, and no others", () => {
    expect([...readme.matchAll(/^### `([a-z_]+)`$/gm)].map(([, code]) => code)).toEqual([...soapErrorCodes]);
  });

  it("names every limit that can be set", () => {
    const settings = {
      xmlLimits: defaultXmlLimits,
      mimeLimits: defaultMimeLimits,
      wsdlLimits: defaultWsdlLimits,
    };
    const named = Object.entries(settings).flatMap(([option, limits]) =>
      Object.keys(limits).map((limit) => `\`${option}.${limit}\``),
    );
    expect(named.filter((name) => !readme.includes(name))).toEqual([]);
  });
});
