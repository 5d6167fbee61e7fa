import { explainError, type Gateway, watchUpdate, type WatchedUpdate } from "@mailmux/gateway-api";
import { connect } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningNodes, startNodes } from "./start-nodes.ts";

const timing = { downloadMs: 20_000, verifyMs: 4_000, installMs: 10_000, rebootMs: 60_000 };

let running: RunningNodes;
let gateway: Gateway;
beforeEach(async () => {
  running = await startNodes(["mx1"], { updateTiming: timing, messages: 1 });
  const [first] = running.cluster.nodes;
  if (first === undefined) throw new Error("no node");
  gateway = first;
});
afterEach(() => running[Symbol.asyncDispose]());

/** Whether somebody listens at the node's port. */
async function listens(): Promise<boolean> {
  const socket = connect(running.node("mx1").port, "127.0.0.1");
  const [outcome] = await Promise.race([
    once(socket, "connect").then(() => [true]),
    once(socket, "close").then(() => [false]),
  ]).catch(() => [false]);
  socket.destroy();
  return outcome === true;
}

/** Waiting turns the node's clock. */
function clockOf(waits: number[] = []) {
  return {
    now: () => running.clock.now(),
    wait(delayMs: number): Promise<void> {
      waits.push(delayMs);
      running.clock.advance(delayMs);
      return Promise.resolve();
    },
  };
}

/** The states without the percents between the first and the last. */
function namesOf(states: readonly WatchedUpdate[]): string[] {
  const names = states.map(({ state }) => state);
  return names.filter((name, index) => name !== names[index - 1]);
}

describe("watchUpdate", () => {
  it("sees an update through, from the download to the new version", async () => {
    await gateway.calls().updateDownloadStart();
    const states: WatchedUpdate[] = [];
    const waits: number[] = [];
    for await (const state of watchUpdate(gateway, clockOf(waits))) {
      states.push(state);
      if (state.state === "ready") await gateway.calls().updateInstall();
    }
    expect(namesOf(states)).toEqual(["downloading", "verifying", "ready", "installing", "rebooting", "done"]);
    expect(states.at(-1)).toEqual({ state: "done", version: "4.8-p2", before: "4.8-p1" });
    const percents = states.flatMap((state) => (state.state === "downloading" ? [state.percent] : []));
    expect(percents.length).toBeGreaterThan(10);
    expect(percents).toEqual([...new Set(percents)].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBe(5_000);
    expect(waits.reduce((sum, ms) => sum + ms)).toBeGreaterThan(94_000);
  });

  it("ends when the update can be installed, where that is enough", async () => {
    await gateway.calls().updateDownloadStart();
    const states = await Array.fromAsync(watchUpdate(gateway, { ...clockOf(), until: "ready" }));
    expect(states.at(-1)).toEqual({ state: "ready" });
  });

  it("ends at once when there is no update, and when it is cancelled", async () => {
    expect(await Array.fromAsync(watchUpdate(gateway, clockOf()))).toEqual([{ state: "idle" }]);
    await gateway.calls().updateDownloadStart();
    const states: WatchedUpdate[] = [];
    for await (const state of watchUpdate(gateway, clockOf())) {
      states.push(state);
      if (state.state === "verifying") await gateway.calls().updateDownloadCancel();
    }
    expect(namesOf(states)).toEqual(["downloading", "verifying", "idle"]);
  });

  it("knows an installation of which only the end was seen", async () => {
    await gateway.calls().updateDownloadStart();
    running.clock.advance(24_000);
    const states: WatchedUpdate[] = [];
    for await (const state of watchUpdate(gateway, clockOf())) {
      states.push(state);
      if (state.state !== "ready") continue;
      await gateway.calls().updateInstall();
      running.clock.advance(10_000);
      running.clock.advance(60_000);
      while (!(await listens()));
    }
    expect(states).toEqual([{ state: "ready" }, { state: "done", version: "4.8-p2", before: "4.8-p1" }]);
  });

  it("gives up a node that does not come back", async () => {
    await gateway.calls().updateDownloadStart();
    running.clock.advance(24_000);
    await gateway.calls().updateInstall();
    const watching = Array.fromAsync(watchUpdate(gateway, { ...clockOf(), rebootTimeoutMs: 30_000 }));
    await expect(watching).rejects.toMatchObject({ code: "no_answer" });
  });

  it("says so when a node cannot be reached that does not restart, or refuses the password", async () => {
    await gateway.calls().updateDownloadStart();
    running.node("mx1").setFaults(["updateDownloadStatus:reset"]);
    await expect(Array.fromAsync(watchUpdate(gateway, clockOf()))).rejects.toMatchObject({
      code: "transport",
    });
    running.node("mx1").setFaults([]);
    running.clock.advance(24_000);
    const failing = (async () => {
      for await (const state of watchUpdate(gateway, clockOf())) {
        if (state.state === "ready") running.node("mx1").setFaults(["unauthorized"]);
      }
    })();
    const error = await failing.catch((reason: unknown) => reason);
    expect(explainError(error as Error).code).toBe("unauthorized");
  });

  it("ends with its signal, also between two questions and during one", async () => {
    await gateway.calls().updateDownloadStart();
    const waiting = new AbortController();
    const wait = (_: number, signal: AbortSignal | undefined): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("the wait was ended")));
        waiting.abort(new Error("enough"));
      });
    const first = Array.fromAsync(watchUpdate(gateway, { wait, signal: waiting.signal }));
    await expect(first).rejects.toThrow("enough");

    running.node("mx1").setFaults(["getVersion:hang"]);
    const asking = new AbortController();
    const second = Array.fromAsync(watchUpdate(gateway, { ...clockOf(), signal: asking.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    asking.abort(new Error("leave"));
    await expect(second).rejects.toThrow("leave");
  });
});
