import { overviewEventSchemas, type NodeOverview, type RoundEvent } from "#shared/api.ts";
import { commonVersion, overviewTotals } from "./overview-totals.ts";
import { stateWords } from "./node-state.ts";

/** `paused` while the page is hidden or somebody paused it; `reconnecting` from a broken stream to the next event. */
export type StreamState = "connecting" | "live" | "reconnecting" | "paused";

export interface OverviewControllerOptions {
  /** The configured nodes, so that every row is there before the first answer. */
  nodes: readonly { name: string; address: string }[];
  /** Says a change of a node's state to those who do not see it. */
  announce: (message: string) => void;
  /** The server said that the session is over. */
  onSignedOut: () => void;
  /** The stream was refused without saying why; the session may be the reason. */
  onRefused: () => void;
  /** The seam for tests. */
  openStream?: (url: string) => EventSource;
}

const firstRetryMs = 1_000;
const lastRetryMs = 30_000;

/**
 * The live overview. States of the stream: connecting -> live -> reconnecting -> live ..., and paused from
 * and to each of them. A node's row is replaced as its event comes and never removed.
 */
export class OverviewController {
  stream: StreamState = $state("connecting");
  round: RoundEvent | null = $state.raw(null);
  /** Unix milliseconds of the last event. */
  heardAt: number | undefined = $state();
  #rows: readonly NodeOverview[] = $state.raw([]);

  readonly rows = $derived(this.#rows);
  readonly totals = $derived(overviewTotals(this.#rows));
  readonly commonVersion = $derived(commonVersion(this.#rows));

  readonly #options: OverviewControllerOptions;
  #source: EventSource | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = firstRetryMs;

  constructor(options: OverviewControllerOptions) {
    this.#options = options;
    this.#rows = options.nodes.map(({ name, address }) => ({ node: name, address, state: "pending" }));
  }

  start(): void {
    if (this.#source !== undefined) return;
    this.stream = this.heardAt === undefined ? "connecting" : "reconnecting";
    const open = this.#options.openStream ?? ((url: string) => new EventSource(url));
    const source = open("/api/overview/events");
    this.#source = source;
    this.#listen(source, "node", overviewEventSchemas.node, (row) => this.#takeRow(row));
    this.#listen(source, "round", overviewEventSchemas.round, (round) => (this.round = round));
    this.#listen(source, "signed_out", overviewEventSchemas.signed_out, () => {
      this.pause();
      this.#options.onSignedOut();
    });
    source.addEventListener("error", () => this.#onError(source));
  }

  pause(): void {
    this.#close();
    this.#retryMs = firstRetryMs;
    this.stream = "paused";
  }

  #close(): void {
    clearTimeout(this.#retryTimer);
    this.#source?.close();
    this.#source = undefined;
  }

  #listen<T>(
    source: EventSource,
    name: string,
    schema: { safeParse(data: unknown): { success: true; data: T } | { success: false } },
    take: (data: T) => void,
  ): void {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      // An event of a stream that was closed meanwhile, or that this page does not understand, changes nothing.
      if (this.#source !== source) return;
      const parsed = schema.safeParse(parseJson(event.data));
      if (!parsed.success) return;
      this.stream = "live";
      this.heardAt = Date.now();
      this.#retryMs = firstRetryMs;
      take(parsed.data);
    });
  }

  #takeRow(row: NodeOverview): void {
    const at = this.#rows.findIndex(({ node }) => node === row.node);
    const before = this.#rows[at];
    if (before === undefined) {
      this.#rows = [...this.#rows, row];
      return;
    }
    // A new round begins: what the last one said stands until this one knows better.
    if (row.state === "pending" && before.state !== "pending") return;
    if (before.state !== row.state && before.state !== "pending") {
      this.#options.announce(`${row.node}: ${stateWords(row.state).text}`);
    }
    this.#rows = this.#rows.with(at, row);
  }

  #onError(source: EventSource): void {
    if (this.#source !== source) return;
    this.stream = "reconnecting";
    // The browser tries again by itself unless the server refused the stream.
    if (source.readyState !== EventSource.CLOSED) return;
    this.#close();
    this.#options.onRefused();
    this.#retryTimer = setTimeout(() => this.start(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, lastRetryMs);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
