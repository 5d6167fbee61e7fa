import { expect, it } from "vitest";
import { Caches } from "./caches.ts";

it("counts hits and misses, and how many results are forgotten", () => {
  const caches = new Caches();
  for (const argument of ["x", "x", "y"]) caches.ask("smtpd", "", "lookup", argument);
  expect(caches.list({})).toMatchObject([{ function: "lookup", items: 2, hits: 1, misses: 2 }]);
  expect(caches.clear({ function: "other" })).toBe(0);
  expect(caches.clear({ program: "smtpd" })).toBe(2);
  for (let index = 0; index < 5_000; index++) caches.ask("smtpd", "", "lookup", String(index));
  expect(caches.list({})[0]?.items).toBe(1_000);
});
