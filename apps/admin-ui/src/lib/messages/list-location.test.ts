import { describe, expect, it } from "vitest";
import { formatListLocation, parseListLocation, sameList, type ListLocation } from "./list-location.ts";

const parse = (search: string) => parseListLocation(new URLSearchParams(search));

describe("the address of a message list", () => {
  it("is plain for a plain list", () => {
    expect(formatListLocation({})).toBe("?source=queue");
    expect(formatListLocation({ source: "history", filter: "", limit: 50, cursor: null })).toBe(
      "?source=history",
    );
  });

  it.each<ListLocation>([
    { source: "queue", filter: "", limit: 50, cursor: null },
    { source: "quarantine", filter: 'from~%@example.com && subject~"a & b"', limit: 200, cursor: "eyJ+/=" },
    { source: "history", filter: "Grüße ☃ #?", limit: 25, cursor: null },
  ])("comes back as it went: %j", (location) => {
    expect(parse(formatListLocation(location))).toEqual(location);
  });

  it("that somebody wrote by hand falls back to the defaults", () => {
    const defaults = { source: "queue", filter: "", limit: 50, cursor: null };
    expect(parse("")).toEqual(defaults);
    expect(parse("source=archive&limit=1000000&cursor=")).toEqual(defaults);
    expect(parse("limit=abc&filter=%20%20")).toEqual(defaults);
  });

  it("knows pages of one list from another list", () => {
    const first = parse("source=queue&filter=a");
    expect(sameList(first, { ...first, cursor: "next" })).toBe(true);
    expect(sameList(first, { ...first, filter: "b" })).toBe(false);
    expect(sameList(first, { ...first, limit: 25 })).toBe(false);
  });
});
