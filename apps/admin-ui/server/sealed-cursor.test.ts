import { expect, it } from "vitest";
import { createCursorSeal } from "./sealed-cursor.ts";

const cursorOf = (nodes: number): string => {
  const positions = Array.from({ length: nodes }, (_, index) => [
    `mx${index}`,
    1_700_000_000 - index * 7,
    `${index * 13}`,
    1,
  ]);
  return Buffer.from(JSON.stringify({ v: 1, q: "abcdefghijklmnop", n: positions })).toString("base64url");
};

it("gives back what it sealed", () => {
  const seal = createCursorSeal();
  expect(seal.open("queue size>1", seal.seal("queue size>1", cursorOf(3)))).toBe(cursorOf(3));
});

it("opens neither another list's, nor another seal's, nor a changed one", () => {
  const seal = createCursorSeal();
  const sealed = seal.seal("queue a", cursorOf(3));
  expect(() => seal.open("queue b", sealed)).toThrow("not a place");
  expect(() => createCursorSeal().open("queue a", sealed)).toThrow("not a place");
  for (let at = 0; at < sealed.length - 1; at++) {
    const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
    expect(() => seal.open("queue a", changed)).toThrow("not a place");
  }
});

it("stays far below the limit of an address with 500 nodes", () => {
  expect(createCursorSeal().seal("queue", cursorOf(500)).length).toBeLessThan(16_000);
});
