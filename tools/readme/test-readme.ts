import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSnippets, runSnippet } from "./snippets.ts";

/**
 * The tests of a package's README, or of another of its pages; `testFile` is the `import.meta.url` of the package's own
 * `test/readme.test.ts`.
 */
export function testReadme(testFile: string, page = "README.md"): void {
  const folder = fileURLToPath(new URL("..", testFile));
  const snippets = readSnippets(folder, page);

  describe(page === "README.md" ? "the README" : page, () => {
    it("has examples that can be run", () => {
      expect(snippets).not.toEqual([]);
    });

    it.each(snippets)("has an example in line $line that runs and prints what it says", async (snippet) => {
      const printed = await runSnippet(folder, snippet);
      if (snippet.output !== undefined) expect(printed).toBe(snippet.output);
    });
  });
}
