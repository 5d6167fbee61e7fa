import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && existsSync(join(root, file)));

describe("docs/security.md", () => {
  it("names only tests that exist", () => {
    const missing: string[] = [];
    let named = 0;
    let file = "";
    // A test file in backticks; the titles and cases in quotes behind it are looked for in that file.
    const text = readFileSync(join(root, "docs/security.md"), "utf8");
    for (const [, path, title] of text.matchAll(/`([^`\n]+\.test\.ts)`:|"([^"\n]+)"/g)) {
      if (path !== undefined) file = readFileSync(join(root, path), "utf8");
      else if (title !== undefined && file !== "") {
        named++;
        if (!file.includes(`"${title}"`)) missing.push(title);
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
