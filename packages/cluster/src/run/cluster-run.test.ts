import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ClusterError } from "../errors.ts";
import { createFakeNodes } from "../testing/index.ts";
import { runOn } from "./cluster-run.ts";
import { type NodeEvent } from "./events.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const soon = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe("a run", () => {
  it("reports every node in the order of the set, whatever the order of the answers", async () => {
    const fake = createFakeNodes<string>(3);
    const run = runOn(fake.nodes, fake.operation);
    await soon();
    fake.end("mx3", { value: "c" });
    fake.end("mx1", { value: "a" });
    fake.end("mx2", { error: new Error("no") });
    const report = await run.get();
    expect(report.results).toMatchObject([
      { node: "mx1", status: "ok", value: "a", attempts: 1 },
      { node: "mx2", status: "failed", error: { message: "no" }, attempts: 1 },
      { node: "mx3", status: "ok", value: "c", attempts: 1 },
    ]);
    expect(report.complete).toBe(false);
    expect(report.nodes("failed")).toEqual(["mx2"]);
    expect(report.values).toEqual(["a", "c"]);
    expect(() => report.unwrap()).toThrowError(/\[node_failed\] no answer from mx2/);
  });

  it.each([1, 2, 100, 1000])(
    "over %i nodes never has more under way than its fanout, and settles each once",
    async (count) => {
      const fake = createFakeNodes<number>(count);
      const run = runOn(fake.nodes, fake.operation, { fanout: 7 });
      const settled = new Map<string, number>();
      const reading = (async () => {
        for await (const event of run)
          if (event.type === "settle") settled.set(event.node, (settled.get(event.node) ?? 0) + 1);
      })();
      while (run.progress.settled < count) {
        await soon();
        expect(fake.active.length).toBeLessThanOrEqual(7);
        const [first] = fake.active;
        if (first !== undefined)
          fake.end(first, settled.size % 3 === 0 ? { error: new Error("x") } : { value: 1 });
      }
      const report = await run.get();
      await reading;
      expect(fake.peak).toBe(Math.min(7, count));
      expect(report.results.map((result) => result.node)).toEqual(fake.nodes.map((node) => node.name));
      expect([...settled.values()]).toEqual(Array(count).fill(1));
    },
  );

  it("is not held up by one slow node: 99 answer, one times out", async () => {
    const fake = createFakeNodes<number>(100);
    const run = runOn(fake.nodes, fake.operation, { fanout: 10, operationTimeoutMs: 1000 });
    for (let round = 0; round < 20; round++) {
      await soon();
      for (const name of fake.active) if (name !== "mx5") fake.end(name, { value: 1 });
    }
    expect(run.progress).toMatchObject({
      total: 100,
      started: 100,
      settled: 99,
      running: 1,
      byStatus: { ok: 99 },
    });
    await vi.advanceTimersByTimeAsync(1000);
    const report = await run.get();
    expect(report.nodes("timed_out")).toEqual(["mx5"]);
    expect(report.results[4]).toMatchObject({ status: "timed_out", durationMs: 1000 });
  });

  it("counts the time of an operation from its start, not from the start of the run", async () => {
    const fake = createFakeNodes<number>(2);
    const run = runOn(fake.nodes, fake.operation, { fanout: 1, operationTimeoutMs: 100 });
    await vi.advanceTimersByTimeAsync(90);
    fake.end("mx1", { value: 1 });
    await vi.advanceTimersByTimeAsync(90);
    fake.end("mx2", { value: 2 });
    expect((await run.get()).values).toEqual([1, 2]);
  });

  it("settles all at once when it is cancelled, also operations that ignore their signal", async () => {
    const nodes = Array.from({ length: 5 }, (_, index) => ({ name: `mx${index}` }));
    const signals: AbortSignal[] = [];
    const run = runOn(
      nodes,
      (_, { signal }) => {
        signals.push(signal);
        return new Promise<never>(() => {});
      },
      { fanout: 2 },
    );
    await soon();
    run.cancel();
    const report = await run.get();
    expect(report.results.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["cancelled", 1],
      ["cancelled", 1],
      ["cancelled", 0],
      ["cancelled", 0],
      ["cancelled", 0],
    ]);
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
  });

  it("ends at its deadline: what is under way or waits has timed out", async () => {
    const fake = createFakeNodes<number>(3);
    const run = runOn(fake.nodes, fake.operation, { fanout: 2, deadlineMs: 50 });
    await soon();
    fake.end("mx1", { value: 1 });
    await vi.advanceTimersByTimeAsync(50);
    expect((await run.get()).results.map((result) => result.status)).toEqual([
      "ok",
      "timed_out",
      "timed_out",
    ]);
  });

  it("hears a signal, also one that was aborted before", async () => {
    const fake = createFakeNodes<number>(2);
    const operation = vi.fn(fake.operation);
    const aborted = await runOn(fake.nodes, operation, { signal: AbortSignal.abort() }).get();
    expect(aborted.results.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["cancelled", 0],
      ["cancelled", 0],
    ]);
    expect(operation).not.toHaveBeenCalled();

    const controller = new AbortController();
    const run = runOn(fake.nodes, operation, { signal: controller.signal });
    await soon();
    controller.abort();
    expect((await run.get()).results.map(({ status, attempts }) => [status, attempts])).toEqual([
      ["cancelled", 1],
      ["cancelled", 1],
    ]);
  });

  it("that is cancelled before it has begun asks nobody, and says so", async () => {
    const operation = vi.fn(() => Promise.resolve(1));
    const run = runOn([{ name: "a" }, { name: "b" }], operation, { fanout: 1 });
    run.cancel();
    const events: NodeEvent<number>[] = [];
    for await (const event of run) events.push(event);
    await soon();
    expect(operation).not.toHaveBeenCalled();
    expect((await run.get()).results).toMatchObject([
      { node: "a", status: "cancelled", attempts: 0, durationMs: 0 },
      { node: "b", status: "cancelled", attempts: 0, durationMs: 0 },
    ]);
    expect(events.map(({ type }) => type)).toEqual(["settle", "settle"]);
    expect(run.progress).toMatchObject({ total: 2, started: 0, settled: 2, running: 0 });
  });

  it("takes an operation that throws at once as that node's failure", async () => {
    const report = await runOn([{ name: "a" }], () => {
      throw new Error("at once");
    }).get();
    expect(report.results[0]).toMatchObject({ status: "failed", error: { message: "at once" } });
  });

  it("tells its events to every reader from the beginning", async () => {
    const fake = createFakeNodes<number>(1);
    const run = runOn(fake.nodes, fake.operation);
    await soon();
    fake.end("mx1", { value: 1 });
    await run.get();
    const read = async (): Promise<string[]> => {
      const types: NodeEvent<number>["type"][] = [];
      for await (const event of run) types.push(event.type);
      return types;
    };
    expect(await Promise.all([read(), read()])).toEqual([
      ["pickup", "settle"],
      ["pickup", "settle"],
    ]);
  });

  it.each([
    ["no nodes", [], {}],
    ["a fanout of 0", [{ name: "a" }], { fanout: 0 }],
    ["half a fanout", [{ name: "a" }], { fanout: 1.5 }],
    ["no time", [{ name: "a" }], { operationTimeoutMs: 0 }],
    ["a deadline that a timer cannot take", [{ name: "a" }], { deadlineMs: 2 ** 31 }],
    ["a deadline that is no number", [{ name: "a" }], { deadlineMs: NaN }],
  ])("refuses %s", (_, nodes, options) => {
    expect(() => runOn(nodes, () => Promise.resolve(1), options)).toThrowError(ClusterError);
  });
});
