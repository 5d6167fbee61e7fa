import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { inlineScriptHashes } from "./csp.ts";

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

it("allows each inline script of the page by its exact text, and no script from elsewhere", () => {
  const html = `<script src="/theme.js"></script><script>\n a("<b>") </script><script type="module">ünï</script>`;
  expect(inlineScriptHashes(html)).toEqual([hash('\n a("<b>") '), hash("ünï")]);
});

it("allows none when there is none", () => {
  expect(inlineScriptHashes("<p>script</p>")).toEqual([]);
});
