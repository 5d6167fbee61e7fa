// Runs the examples of a package's README, so that none of them can grow stale. A block that opens with
// "```ts run" is run by Node as it stands; a "```text output" block behind it is what it must print.
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

export interface Snippet {
  /** Where it opens in the README, for test titles and file names. */
  readonly line: number;
  readonly code: string;
  /** What it must print, where the README says so. */
  readonly output: string | undefined;
}

/** The blocks of a README that are marked to be run. */
export function readSnippets(folder: string): Snippet[] {
  const markdown = readFileSync(join(folder, "README.md"), "utf8");
  return [...markdown.matchAll(/^```ts run\n(.*?)^```\n(?:\s*```text output\n(.*?)^```\n)?/gms)].map(
    (match) => ({
      line: markdown.slice(0, match.index).split("\n").length,
      code: match[1] ?? "",
      output: match[2],
    }),
  );
}

/** Runs a snippet inside its package, where the package can be imported by its own name. Resolves to what it printed. */
export async function runSnippet(folder: string, { line, code }: Snippet): Promise<string> {
  const snippets = join(folder, ".readme-snippets");
  mkdirSync(snippets, { recursive: true });
  const file = join(snippets, `line-${line}.ts`);
  writeFileSync(file, code);
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, timeout: 15_000 });
  return stdout;
}
