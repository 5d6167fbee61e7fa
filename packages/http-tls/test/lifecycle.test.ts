import { describe, expect, it } from "vitest";
import { readLifecycle, withGrammar } from "../scripts/draw-grammar.ts";

describe("docs/lifecycle.md", () => {
  it("draws the grammar that the parser has", () => {
    const text = readLifecycle();
    expect(withGrammar(text), "draw it anew: node packages/http-tls/scripts/draw-grammar.ts").toBe(text);
  });
});
