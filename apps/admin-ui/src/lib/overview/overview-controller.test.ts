import { beforeEach, describe, expect, it, vi } from "vitest";
import { OverviewController } from "./overview-controller.svelte.ts";

/** Stands for the browser's `EventSource`, which Node has not. */
class FakeStream extends EventTarget {
  static readonly CLOSED = 2;
  readyState = 1;
  send(name: string, data: unknown) {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    this.dispatchEvent(new MessageEvent(name, { data: text }));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  close() {
    this.readyState = FakeStream.CLOSED;
  }
}

beforeEach(() => {
  vi.stubGlobal("EventSource", FakeStream);
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

function setup() {
  const streams: FakeStream[] = [];
  const calls = { announce: vi.fn(), onSignedOut: vi.fn(), onRefused: vi.fn() };
  const overview = new OverviewController({
    nodes: [
      { name: "mx1", address: "192.0.2.1" },
      { name: "mx2", address: "192.0.2.2" },
    ],
    ...calls,
    openStream: () => {
      const stream = new FakeStream();
      streams.push(stream);
      return stream as unknown as EventSource;
    },
  });
  overview.start();
  const stream = (at: number) => {
    const found = streams[at];
    if (found === undefined) throw new Error(`stream ${at} was not opened`);
    return found;
  };
  return { overview, streams, stream, ...calls };
}

const up = { node: "mx1", address: "192.0.2.1", state: "ok", queueCount: 3 };
const down = { node: "mx1", address: "192.0.2.1", state: "failed", error: { code: "dns", message: "no" } };

describe("the live overview", () => {
  it("has a waiting row for every node before the first event", () => {
    const { overview } = setup();
    expect(overview.rows.map(({ node, state }) => [node, state])).toEqual([
      ["mx1", "pending"],
      ["mx2", "pending"],
    ]);
    expect(overview.stream).toBe("connecting");
  });

  it("replaces the row of a node, keeps the others, and is live", () => {
    const { overview, stream } = setup();
    stream(0).send("node", up);
    expect(overview.rows.map(({ state }) => state)).toEqual(["ok", "pending"]);
    expect(overview.stream).toBe("live");
  });

  it("keeps what the last round said while the next one waits", () => {
    const { overview, stream } = setup();
    stream(0).send("node", up);
    stream(0).send("node", { ...up, state: "pending", queueCount: undefined });
    expect(overview.rows[0]).toMatchObject({ state: "ok", queueCount: 3 });
  });

  it("announces a node that goes down, and not the first answer", () => {
    const { overview, stream, announce } = setup();
    stream(0).send("node", up);
    expect(announce).not.toHaveBeenCalled();
    stream(0).send("node", down);
    expect(announce).toHaveBeenCalledExactlyOnceWith("mx1: Down");
    expect(overview.rows).toHaveLength(2);
  });

  it("adds a row for a node that the configuration got meanwhile", () => {
    const { overview, stream } = setup();
    stream(0).send("node", { ...up, node: "mx3" });
    expect(overview.rows.map(({ node }) => node)).toEqual(["mx1", "mx2", "mx3"]);
  });

  it("ignores an event that it cannot read", () => {
    const { overview, stream } = setup();
    stream(0).send("node", "{ not JSON");
    stream(0).send("node", { node: "mx1", state: "exploded" });
    expect(overview.rows[0]?.state).toBe("pending");
  });

  it("is reconnecting while the browser tries again by itself", () => {
    const { overview, stream, streams, onRefused } = setup();
    stream(0).send("node", up);
    stream(0).fail(0);
    expect(overview.stream).toBe("reconnecting");
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
    expect(onRefused).not.toHaveBeenCalled();
  });

  it("opens the stream again, ever more slowly, when the server refused it", () => {
    const { overview, stream, streams, onRefused } = setup();
    stream(0).fail(FakeStream.CLOSED);
    expect(onRefused).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(1_000);
    expect(streams).toHaveLength(2);
    stream(1).fail(FakeStream.CLOSED);
    vi.advanceTimersByTime(1_999);
    expect(streams).toHaveLength(2);
    vi.advanceTimersByTime(1);
    stream(2).send("node", up);
    expect(overview.stream).toBe("live");
  });

  it("closes the stream when paused, and takes nothing from it any more", () => {
    const { overview, stream, streams } = setup();
    overview.pause();
    stream(0).send("node", up);
    expect(overview.stream).toBe("paused");
    expect(overview.rows[0]?.state).toBe("pending");
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
    overview.start();
    expect(streams).toHaveLength(2);
  });

  it("ends with the session", () => {
    const { overview, stream, onSignedOut } = setup();
    stream(0).send("signed_out", { reason: "expired" });
    expect(onSignedOut).toHaveBeenCalledOnce();
    expect(overview.stream).toBe("paused");
  });
});
