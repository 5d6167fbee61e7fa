import { describe, expect, it } from "vitest";
import { arrival } from "../../test/arrival.ts";
import type { StoredMessage } from "../store/message.ts";
import { Destinations } from "./destinations.ts";

const start = 1_790_000_000;
const hour = 3_600;

function queued(to: string, retries = 1): StoredMessage {
  return {
    ...arrival({ to }),
    id: 1n,
    action: "DELIVER",
    quarantine: "",
    retries,
    retryAt: start,
    error: "",
    path: "",
    deltaPath: "",
    queueId: undefined,
    description: "",
  };
}

describe("destinations", () => {
  it("are down for a while, for all mail to them, and then up again", () => {
    const destinations = new Destinations("1");
    const outages: number[] = [];
    for (let at = start; at < start + 30 * 24 * hour; at += 60) {
      if (destinations.isDown("a.example", at)) {
        if (at - (outages.at(-1) ?? 0) > 60) outages.push(at);
        else outages[outages.length - 1] = at;
      }
    }
    expect(outages.length).toBeGreaterThan(10);
    expect(outages.length).toBeLessThan(60);
    const during = outages[0] ?? 0;
    const errors = ["x", "y", "z"].map((user) => destinations.refuses(queued(`${user}@a.example`), during));
    for (const error of errors)
      expect(error?.text).toMatch(/^connect to mx\d\.a\.example\[203\.0\.113\.\d+\]:25: /);
    expect(destinations.isDown("A.example".toLowerCase(), during + 61)).toBe(false);
  });

  it("refuse for reasons of the place: unknown users always, full mailboxes for a day, greylisting at first", () => {
    const reasons = new Map<string, Set<string>>();
    for (let index = 0; index < 4_000; index++) {
      const destinations = new Destinations("1");
      const to = `user${index}@domain${index % 40}.example`;
      const first = destinations.refuses(queued(to, 0), start);
      const second = destinations.refuses(queued(to, 1), start);
      const status = / (\d\.\d\.\d) /.exec(first?.text ?? "")?.[1] ?? "";
      reasons.set(status, (reasons.get(status) ?? new Set()).add(to));
      if (status === "5.1.1") {
        expect(first?.kind).toBe("permanent");
        expect(second).toEqual(first);
      } else if (status === "4.7.1") expect(second?.text ?? "").not.toContain("Greylisted");
      else if (status === "4.2.2") expect(second).toEqual(first);
    }
    expect([...reasons.keys()]).toEqual(expect.arrayContaining(["", "5.1.1", "4.7.1", "4.2.2"]));
    const full = [...(reasons.get("4.2.2") ?? [])];
    const nextDay = full.filter(
      (to) => new Destinations("1").refuses(queued(to), start + 24 * hour)?.text.includes("4.2.2") === true,
    );
    expect(nextDay.length).toBeLessThan(full.length / 2);
  });

  it("limit how often they are tried within a minute", () => {
    const destinations = new Destinations("1");
    const at = start - (start % 60) + 60;
    const texts = Array.from(
      { length: 80 },
      (_, index) => destinations.refuses(queued(`u${index}@b.example`), at)?.text ?? "",
    );
    expect(texts[0]).not.toContain("421 4.7.0");
    expect(texts.at(-1)).toContain("421 4.7.0");
    expect(destinations.refuses(queued("u@b.example"), at + 60)?.text ?? "").not.toContain("421 4.7.0");
  });

  it("go to another server the next time, where a domain has several", () => {
    const destinations = new Destinations("1");
    const hosts = (domain: string) =>
      new Set([0, 1, 2].map((retries) => destinations.server({ to: `a@${domain}`, retries }).host));
    const sizes = Array.from({ length: 30 }, (_, index) => hosts(`d${index}.example`).size);
    expect(new Set(sizes)).toEqual(new Set([1, 2, 3]));
    const server = { to: "a@x.example", retries: 0 };
    expect(destinations.server(server)).toEqual(new Destinations("1").server(server));
  });
});
