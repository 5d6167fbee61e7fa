import { condition } from "@mailmux/gateway-api";
import type { Clock, Timer } from "../clock.ts";
import type { MailEvents } from "../events/mail-events.ts";
import { Random } from "../seed/random.ts";
import type { MailStore } from "../store/mail-store.ts";
import { graphStep } from "./archive.ts";
import { Caches } from "./caches.ts";
import { Counters } from "./counters.ts";
import { Graphs } from "./graphs.ts";
import { mailActions, mailGraphName } from "./keys.ts";
import { createLiveCounters, liveCounters, type LiveCounter, type LiveCounters } from "./live.ts";
import { machineReadings, type MachineReadings } from "./machine-readings.ts";
import { countEvent, countRecent, countTally, type CountingPlaces } from "./mail-counting.ts";
import { NetworkTotals } from "./network-totals.ts";
import { createPast } from "./past.ts";
import { Rates } from "./rates.ts";

/** What statistics are kept of. */
export interface StatisticsOptions {
  readonly store: MailStore;
  readonly events: MailEvents;
  readonly clock: Clock;
  /** The same seed and name give the same past. */
  readonly seed: number;
  readonly nodeName: string;
  /** Domains that have counters and graphs of their own; the first 32 of them have graphs. */
  readonly domains: readonly string[];
  /** Default: those of this machine. */
  readonly machine?: MachineReadings;
  /** Told when a measurement failed, for example on a broken disk. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

const listeners = ["mailserver:1", "mailserver:2"] as const;

const maxGraphDomains = 32;

/** Rows of the history that fill rates and caches at the start. */
const maxRecentRows = 2_000;

const day = 86_400;

/** Bytes that a message has on average, and packets: what the graphs of the network have for the time before. */
const [usualBytes, usualPackets] = [65_000, 60];

/**
 * Counters, rates, caches, graphs and live measurements of a node, made of what happens to its mail. They end with the
 * process; at the start the counters are those of the history, and the graphs have a past that fits them.
 */
export class Statistics {
  readonly counters = new Counters();
  readonly rates = new Rates();
  readonly caches = new Caches();
  readonly graphs = new Graphs();
  /** What the command `statd` reads. */
  readonly live: LiveCounters;
  readonly #options: StatisticsOptions;
  readonly #network = new NetworkTotals();
  readonly #unsubscribe: () => void;
  /** How long the history is, in days: what its counts are divided by to draw the past. */
  readonly #days: number;
  #domains: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;

  constructor(options: StatisticsOptions) {
    this.#options = options;
    const { store, events, clock, seed, nodeName } = options;
    this.#domains = normalized(options.domains);
    const places: CountingPlaces = { ...this, domains: () => this.#domains };
    this.#days = this.#countStore(places);
    const live = liveCounters({
      ...{ clock, store, network: this.#network, machine: options.machine ?? machineReadings },
      licensed: new Random(`licensed/${seed}/${nodeName}`).integer(80, 400),
    });
    this.live = createLiveCounters(live);
    this.#addGraphs(live);
    this.#unsubscribe = events.on((event) => {
      countEvent(places, event);
      this.#network.note(event.kind, event.message.size);
    });
    this.#schedule();
  }

  /** Unix seconds UTC. */
  now(): number {
    return Math.floor(this.#options.clock.now() / 1_000);
  }

  /** The domains have changed: new ones begin with nothing, and the graphs of those that are gone are forgotten. */
  setDomains(domains: readonly string[]): void {
    const before = this.#domains;
    this.#domains = normalized(domains);
    for (const listener of listeners) {
      for (const domain of before) {
        if (!this.#domains.has(domain)) this.graphs.remove(mailGraphName(listener, domain));
      }
    }
    this.#addMailGraphs(false);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#unsubscribe();
  }

  /** Counts what is in the history; returns of how many days that is. */
  #countStore(places: CountingPlaces): number {
    const { store } = this.#options;
    let first = this.now();
    for (const tally of store.tally()) {
      countTally(places, tally);
      first = Math.min(first, tally.first);
    }
    const lately = condition("time", ">", this.now() - day);
    countRecent(places, store.page("history", lately, { offset: 0, limit: maxRecentRows }).reverse());
    return Math.max(1, (this.now() - first) / day);
  }

  #addGraphs(live: readonly LiveCounter[]): void {
    this.#addMailGraphs(true);
    const families = ["ipv4", "ipv6"] as const;
    const readFamilies = (): number[] =>
      families.map((family) => this.counters.count(["hsl:stat", "ip-family", family]));
    this.#addGraph("hsl-stat-ip-family", "COUNTER", families, readFamilies, this.#perSecond(readFamilies()));
    const mails = listeners.map((listener) => this.counters.count(["mail:total", listener, ""]));
    const perSecond = this.#perSecond(mails).reduce((sum, each) => sum + each, 0);
    for (const { name, sources, type, values, totals } of live) {
      const usual = totals === undefined ? values() : totals().map(() => perSecond * usualOf(name));
      this.#addGraph(name, type, sources, totals ?? values, usual);
    }
  }

  #addMailGraphs(withPast: boolean): void {
    for (const domain of [...this.#domains].slice(0, maxGraphDomains)) {
      for (const listener of listeners) {
        const read = (): number[] =>
          mailActions.map((action) => this.counters.count([`mail:action:${action}`, listener, domain]));
        const usual = withPast ? this.#perSecond(read()) : undefined;
        this.#addGraph(mailGraphName(listener, domain), "COUNTER", mailActions, read, usual);
      }
    }
  }

  #addGraph(
    name: string,
    type: "COUNTER" | "GAUGE",
    sources: readonly string[],
    read: () => readonly number[],
    usual: readonly number[] | undefined,
  ): void {
    const { seed, nodeName } = this.#options;
    const past = usual && { past: createPast(`graph/${seed}/${nodeName}/${name}`, usual) };
    this.graphs.add({ name, type, sources, read, ...past }, this.now());
  }

  #perSecond(counts: readonly number[]): number[] {
    return counts.map((count) => count / (this.#days * day));
  }

  /** At whole minutes of the clock, so that the steps of all nodes are the same. */
  #schedule(): void {
    const { clock, onError } = this.#options;
    const stepMs = graphStep * 1_000;
    this.#timer = clock.after(stepMs - (clock.now() % stepMs), () => {
      try {
        this.graphs.update(this.now());
        this.rates.sweep(this.now());
      } catch (error) {
        onError?.(error);
      }
      this.#schedule();
    });
  }
}

function usualOf(name: string): number {
  if (name.endsWith("-bandwidth")) return usualBytes;
  return name.endsWith("-packets") ? usualPackets : 0;
}

function normalized(domains: readonly string[]): ReadonlySet<string> {
  return new Set(domains.map((domain) => domain.toLowerCase()));
}
