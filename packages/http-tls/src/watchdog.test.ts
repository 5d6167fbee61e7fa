import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Watchdog } from "./watchdog.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

function watched(): { watchdog: Watchdog; expired: () => number } {
  let count = 0;
  return { watchdog: new Watchdog(() => count++), expired: () => count };
}

describe("a watchdog", () => {
  it("tells once that its time has passed, and not before", () => {
    const { watchdog, expired } = watched();
    watchdog.start(100);
    vi.advanceTimersByTime(98);
    expect(expired()).toBe(0);
    vi.advanceTimersByTime(2);
    expect(expired()).toBe(1);
    vi.advanceTimersByTime(1000);
    expect(expired()).toBe(1);
  });

  it("begins anew with each touch", () => {
    const { watchdog, expired } = watched();
    watchdog.start(100);
    for (let index = 0; index < 10; index++) {
      vi.advanceTimersByTime(60);
      watchdog.touch();
    }
    vi.advanceTimersByTime(98);
    expect(expired()).toBe(0);
    vi.advanceTimersByTime(2);
    expect(expired()).toBe(1);
  });

  it("takes a shorter and a longer limit while its timer runs", () => {
    const { watchdog, expired } = watched();
    watchdog.start(1000);
    watchdog.start(50);
    vi.advanceTimersByTime(50);
    expect(expired()).toBe(1);
    watchdog.start(50);
    watchdog.start(1000);
    vi.advanceTimersByTime(998);
    expect(expired()).toBe(1);
    vi.advanceTimersByTime(2);
    expect(expired()).toBe(2);
  });

  it("says nothing after stop, can be started again, and leaves no timer after close", () => {
    const { watchdog, expired } = watched();
    watchdog.start(50);
    watchdog.stop();
    vi.advanceTimersByTime(500);
    expect(expired()).toBe(0);
    watchdog.start(50);
    vi.advanceTimersByTime(50);
    expect(expired()).toBe(1);
    watchdog.start(50);
    watchdog.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
