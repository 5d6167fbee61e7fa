import { describe, expect, it } from "vitest";
import { safeReturnPath, signInPath } from "./return-path.ts";

describe("the way back after signing in", () => {
  it("is a path of this panel with its query", () => {
    expect(safeReturnPath("/messages?source=history&filter=a%20b")).toBe(
      "/messages?source=history&filter=a%20b",
    );
  });

  it.each([
    [null],
    [""],
    ["messages"],
    ["https://evil.example/"],
    ["//evil.example/"],
    ["/\\evil.example/"],
    ["/.//evil.example"],
    ["/\t/evil.example"],
    ["javascript:alert(1)"],
    ["/sign-in?to=/"],
  ])("is never %j", (wanted) => {
    expect(safeReturnPath(wanted)).toBe("/");
  });

  it("is kept in the address of the sign-in page unless it is the overview", () => {
    expect(signInPath({ pathname: "/messages", search: "?source=queue" })).toBe(
      "/sign-in?to=%2Fmessages%3Fsource%3Dqueue",
    );
    expect(signInPath({ pathname: "/", search: "" })).toBe("/sign-in");
  });
});
