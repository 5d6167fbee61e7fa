import { describe, expect, it } from "vitest";
import { hashPassword, isPasswordHash, verifyPassword } from "./password-hash.ts";

describe("a password hash", () => {
  it("is of its password, and salted", async () => {
    const [one, two] = [await hashPassword("sécret"), await hashPassword("sécret")];
    expect(one).toMatch(/^scrypt:16384:8:1:[\w-]{22}:[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword("sécret", one)).toBe(true);
    expect(await verifyPassword("se\u0301cret", two)).toBe(true);
    expect(await verifyPassword("secret", one)).toBe(false);
  });

  it.each([
    "",
    "secret",
    "scrypt:16384:8:1:x:y",
    `scrypt:16383:8:1:${"A".repeat(22)}:${"A".repeat(43)}`,
    `scrypt:524288:32:1:${"A".repeat(22)}:${"A".repeat(43)}`,
    `scrypt:16384:8:99:${"A".repeat(22)}:${"A".repeat(43)}`,
    `scrypt:16384:0:1:${"A".repeat(22)}:${"A".repeat(43)}`,
  ])("is not %j, whose cost is unknown or too high", async (text) => {
    expect(isPasswordHash(text)).toBe(false);
    expect(await verifyPassword("", text)).toBe(false);
  });
});
