import { getEventListeners } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { createHttpClient, type HttpClient, type HttpRequest, HttpTlsError } from "../../src/index.ts";

/** What the parent asks for. Runs with `--expose-gc`, in a process of its own, whose memory nobody else uses. */
export interface Order {
  /** A server that answers, or does not, by the path. */
  readonly origin: string;
  readonly fingerprint: string;
  /** Accepts connections and then says nothing. */
  readonly silentOrigin: string;
  readonly work: "answered" | "leaking" | "aborted";
  readonly count: number;
}

export interface Report {
  /** After a quarter and at the end, after garbage collection. */
  readonly heapBytes: readonly [quarter: number, end: number];
  readonly outsideBytes: readonly [quarter: number, end: number];
  /** What keeps the process alive, before the client was made and after it was closed. */
  readonly resources: readonly [before: string[], after: string[]];
  readonly listeners: number;
  readonly warnings: readonly string[];
  /** What came of the requests, and how often. */
  readonly outcomes: Readonly<Record<string, number>>;
}

const warnings: string[] = [];
process.on("warning", (warning) => warnings.push(`${warning.name}: ${warning.message}`));
process.once("message", (order: Order) => void obey(order));
process.once("disconnect", () => process.exit());

/** As many requests use one signal at the same time, which is more than the listeners that Node warns of. */
const together = 20;
const hello = "x".repeat(64);
const outcomes: Record<string, number> = {};
const kept: unknown[] = [];

async function obey(order: Order): Promise<void> {
  const before = process.getActiveResourcesInfo().sort();
  const tls = { fingerprints: [order.fingerprint] };
  const client = createHttpClient({ origin: order.origin, tls, maxConnections: together });
  const silent = createHttpClient({ origin: order.silentOrigin, tls, maxConnections: together });
  const narrow = createHttpClient({ origin: order.origin, tls, maxConnections: 1 });
  const shared = new AbortController();
  const batch =
    order.work === "aborted"
      ? aborting(client, silent, narrow)
      : () => answered(client, shared.signal, order.work === "leaking");
  const measures: { heap: number; outside: number }[] = [];
  for (let done = 0; done < order.count; done += together) {
    await batch();
    if (measures.length === 0 && done >= order.count / 4) measures.push(await measure());
  }
  measures.push(await measure());
  for (const each of [client, silent, narrow]) await each.close();
  const [quarter, end] = measures;
  process.send?.({
    heapBytes: [quarter?.heap ?? 0, end?.heap ?? 0],
    outsideBytes: [quarter?.outside ?? 0, end?.outside ?? 0],
    resources: [before, await resourcesLike(before)],
    listeners: getEventListeners(shared.signal, "abort").length,
    warnings,
    outcomes,
  } satisfies Report);
}

async function answered(client: HttpClient, signal: AbortSignal, leaks: boolean): Promise<void> {
  await Promise.all(
    Array.from({ length: together }, async (_, index) => {
      const post = index % 2 === 0 ? {} : { body: hello };
      const response = await client.request({ path: "/small", signal, ...post });
      await response.text();
      if (leaks) kept.push(response.headers);
      count(String(response.status));
    }),
  );
}

/** Gives what sends one batch and aborts it, in another phase each time. */
function aborting(client: HttpClient, silent: HttpClient, narrow: HttpClient): () => Promise<void> {
  const endless = async function* (): AsyncGenerator<string> {
    yield hello;
    await new Promise(() => {});
  };
  const phases = [
    // One of them has the only connection, and gets no answer.
    () => abort("queued", narrow, { path: "/never" }, seen(1)),
    () => abort("connecting", silent, {}, turn()),
    () => abort("handshake", silent, {}, seen(together)),
    () => abort("headers", client, { path: "/never" }, seen(together)),
    () => abort("body", client, { path: "/half" }, undefined),
    () => abort("upload", client, { path: "/never", body: endless }, seen(together)),
  ];
  let next = 0;
  return async () => phases[next++ % phases.length]?.();
}

/**
 * Sends requests with one signal, aborts it at the right time, and waits for what becomes of them. Without a time it
 * is when the heads of all responses have come.
 */
async function abort(
  phase: string,
  client: HttpClient,
  request: HttpRequest,
  time: Promise<unknown> | undefined,
): Promise<void> {
  const controller = new AbortController();
  const { signal } = controller;
  let heads = 0;
  const all = Array.from({ length: together }, async () => {
    try {
      const response = await client.request({ ...request, signal });
      const body = response.text();
      if (++heads === together) controller.abort();
      await body;
      count(`${phase}: answered`);
    } catch (error) {
      count(`${phase}: ${error instanceof HttpTlsError ? error.code : String(error)}`);
    }
  });
  if (time) {
    await time;
    controller.abort();
  }
  await Promise.all(all);
  const listeners = getEventListeners(signal, "abort").length;
  if (listeners > 0) count(`${phase}: ${listeners} listeners left`);
}

/** Resolves when the servers say that they have got so many requests, or handshakes. */
function seen(wanted: number): Promise<void> {
  let left = wanted;
  return new Promise((resolve) => {
    const listen = (): void => {
      if (--left > 0) return;
      process.off("message", listen);
      resolve();
    };
    process.on("message", listen);
  });
}

function count(outcome: string): void {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}

async function measure(): Promise<{ heap: number; outside: number }> {
  for (let round = 0; round < 4; round++) {
    await turn();
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, outside: external };
}

/** What is active once it is this again; sockets take a few turns to close. After many turns, what it is then. */
async function resourcesLike(wanted: string[]): Promise<string[]> {
  let active: string[] = [];
  for (let round = 0; round < 1000; round++) {
    active = process
      .getActiveResourcesInfo()
      .filter((name) => name !== "Immediate")
      .sort();
    if (active.join() === wanted.join()) break;
    await turn();
  }
  return active;
}
