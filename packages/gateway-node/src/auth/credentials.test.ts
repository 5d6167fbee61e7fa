import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { credentialsOf } from "./credentials.ts";

const basic = (text: string, encoding: BufferEncoding = "utf8"): string =>
  `Basic ${Buffer.from(text, encoding).toString("base64")}`;

describe("credentialsOf", () => {
  it("reads ASCII once", () => {
    expect(credentialsOf(basic("admin:pass:word"), "/remote/")).toEqual([
      { user: "admin", password: "pass:word" },
    ]);
  });

  it("reads what is UTF-8 as that first, and as Latin-1 too", () => {
    expect(credentialsOf(basic("jörg:ü"), "/")).toEqual([
      { user: "jörg", password: "ü" },
      { user: "jÃ¶rg", password: "Ã¼" },
    ]);
  });

  it("reads what is no UTF-8 as Latin-1", () => {
    expect(credentialsOf(basic("jörg:ü", "latin1"), "/")).toEqual([{ user: "jörg", password: "ü" }]);
  });

  it("reads the query where there is no header", () => {
    const target = "/remote/?username=j%C3%B6rg&password=a%26b%3A+c%2Bd";
    expect(credentialsOf(undefined, target)).toEqual([{ user: "jörg", password: "a&b: c+d" }]);
  });

  it("takes the header where there are both, even one that cannot be read", () => {
    const target = "/remote/?username=u&password=p";
    expect(credentialsOf(basic("a:b"), target)).toEqual([{ user: "a", password: "b" }]);
    expect(credentialsOf("Bearer x", target)).toEqual([]);
  });

  it.each([
    [undefined, "/remote/"],
    [undefined, "/remote/?username=u"],
    [undefined, "/remote/?password=p"],
    ["Basic", "/"],
    ["Basic !", "/"],
    [basic("nocolon"), "/"],
    [basic(`u:${"p".repeat(513)}`), "/"],
    [undefined, `/?username=${"u".repeat(513)}&password=p`],
  ])("finds nothing in %s %s", (header, target) => {
    expect(credentialsOf(header, target)).toEqual([]);
  });

  it("reads every name and password that Basic can carry", () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: "binary", maxLength: 100 })
          .filter((text) => !text.includes(":") && text.isWellFormed()),
        fc.string({ unit: "binary", maxLength: 100 }).filter((text) => text.isWellFormed()),
        (user, password) => {
          expect(credentialsOf(basic(`${user}:${password}`), "/")[0]).toEqual({ user, password });
        },
      ),
    );
  });
});
