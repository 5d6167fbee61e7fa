import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));

/** Tells whether a file has a test, a case of one, or a conformance case with this title. */
function titlesOf(path: string): (title: string) => boolean {
  const text = readFileSync(join(root, path), "utf8");
  if (!path.endsWith(".json")) return (title) => text.includes(`"${title}"`);
  const names = new Set((JSON.parse(text) as { name: string }[]).map(({ name }) => name));
  return (title) => names.has(title);
}

describe("docs/security.md", () => {
  it("names only tests that exist", () => {
    const missing: string[] = [];
    let named = 0;
    let isThere: ((title: string) => boolean) | undefined;
    // A test file, or a file of conformance cases, in backticks; the titles in quotes behind it are looked for there.
    const text = readFileSync(join(root, "docs/security.md"), "utf8");
    for (const [, path, title] of text.matchAll(
      /`([^`\n]+(?:\.test\.ts|\/cases\/[^`\n]+\.json))`:|"([^"\n]+)"/g,
    )) {
      if (path !== undefined) isThere = titlesOf(path);
      else if (title !== undefined && isThere) {
        named++;
        // Markdown takes some signs for its own unless a backslash stands before them.
        const plain = title.replaceAll(/\\(?=[_*])/g, "");
        if (!isThere(plain)) missing.push(plain);
      }
    }
    expect(missing).toEqual([]);
    expect(named).toBeGreaterThan(100);
  });
});

describe("the documents", () => {
  it.each(documents)("%s links only to what exists", (document) => {
    const text = readFileSync(join(root, document), "utf8").replaceAll(/^```[\s\S]*?^```$/gm, "");
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? "");
    const broken = links
      .filter((target) => !/^[a-z]+:|^#/.test(target))
      .filter((target) => !existsSync(join(root, dirname(document), target.split("#")[0] ?? "")));
    expect(broken).toEqual([]);
  });
});
