import { describe, expect, it } from "vitest";
import { isWildcard, serviceUrl } from "./addresses.ts";

describe("serviceUrl", () => {
  it.each([
    ["127.0.0.1", "https://127.0.0.1:8443/remote/"],
    ["0.0.0.0", "https://127.0.0.1:8443/remote/"],
    ["::", "https://[::1]:8443/remote/"],
    ["2001:db8::1", "https://[2001:db8::1]:8443/remote/"],
    ["mx1.example", "https://mx1.example:8443/remote/"],
  ])("is for %s: %s", (host, url) => {
    expect(serviceUrl("https", host, 8_443)).toBe(url);
    expect(URL.canParse(url)).toBe(true);
  });
});

describe("isWildcard", () => {
  it("tells every address from one", () => {
    expect(["0.0.0.0", "::", "127.0.0.1", "::1"].map(isWildcard)).toEqual([true, true, false, false]);
  });
});
