// Runs the examples of a package's pages, so that none of them can grow stale. A block that opens with
// "```ts run" is run by Node as it stands; a "```text output" block behind it is what it must print.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export interface Snippet {
  /** The page, from the package's folder. */
  readonly page: string;
  /** Where it opens in the page, for test titles and file names. */
  readonly line: number;
  readonly code: string;
  /** What it must print, where the page says so. */
  readonly output: string | undefined;
}

/** The blocks of a page that are marked to be run. */
export function readSnippets(folder: string, page = "README.md"): Snippet[] {
  const markdown = readFileSync(join(folder, page), "utf8");
  return [...markdown.matchAll(/^```ts run\n(.*?)^```\n(?:\s*```text output\n(.*?)^```\n)?/gms)].map(
    (match) => ({
      page,
      line: markdown.slice(0, match.index).split("\n").length,
      code: match[1] ?? "",
      output: match[2],
    }),
  );
}

/** Runs a snippet inside its package, where the package can be imported by its own name. Resolves to what it printed. */
export async function runSnippet(folder: string, { page, line, code }: Snippet): Promise<string> {
  const snippets = join(folder, ".readme-snippets");
  mkdirSync(snippets, { recursive: true });
  const file = join(snippets, `${page.replaceAll(/[^a-z-]+/gi, "-")}-line-${line}.ts`);
  writeFileSync(file, code);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 15_000 });
  return stdout;
}
