import type { Clock, Timer } from "../clock.ts";
import type { MailEvent, MailEvents } from "../events/mail-events.ts";
import { Random } from "../seed/random.ts";
import type { MailStore } from "../store/mail-store.ts";
import { Caches } from "./caches.ts";
import { Counters } from "./counters.ts";
import { Graph, graphStep } from "./graph.ts";
import { actionOfEvent, actionOfRow, domainOf, mailActions, type MailAction } from "./keys.ts";
import { Rates } from "./rates.ts";

/** What statistics are kept of. */
export interface StatisticsOptions {
  readonly store: MailStore;
  readonly events: MailEvents;
  readonly clock: Clock;
  /** The same seed and name give the same past. */
  readonly seed: number;
  readonly nodeName: string;
  /** Domains that have counters and graphs of their own. */
  readonly domains: readonly string[];
}

const listeners = ["mailserver:1", "mailserver:2"] as const;

/** An hour: what the rates of a node count over. */
const rateWindowSeconds = 3_600;

/** A node that did not run for longer than this starts its graphs anew instead of going through every minute. */
const maxStepsAtOnce = 1_440;

const day = 86_400;

/**
 * Counters, rates, caches and graphs of a node, made of what happens to its mail. They end with the process; at the
 * start, the counters are those of the history, and the graphs have a past that fits them.
 */
export class Statistics {
  readonly counters = new Counters();
  readonly rates = new Rates(rateWindowSeconds);
  readonly caches = new Caches();
  readonly #clock: Clock;
  readonly #seed: string;
  readonly #domains: ReadonlySet<string>;
  readonly #graphs = new Map<string, Graph>();
  /** What was counted since the last measurement, by graph. */
  readonly #counted = new Map<string, number[]>();
  /** Messages of a day by graph and action, from the history: what the past of a graph is drawn with. */
  readonly #perDay = new Map<string, number[]>();
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined;

  constructor({ store, events, clock, seed, nodeName, domains }: StatisticsOptions) {
    this.#clock = clock;
    this.#seed = `statistics/${seed}/${nodeName}`;
    this.#domains = new Set(domains.map((domain) => domain.toLowerCase()));
    this.#countHistory(store);
    for (const listener of listeners) {
      for (const domain of this.#domains) {
        const name = graphName(listener, domain);
        this.#graphs.set(name, this.#newGraph(name));
      }
    }
    this.#unsubscribe = events.on((event) => this.#note(event));
    this.#schedule();
  }

  /** Seconds since 1970, UTC. */
  now(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }

  graphNames(): string[] {
    return [...this.#graphs.keys()].sort();
  }

  /** The file of a graph; undefined when there is none of that name. */
  graphFile(name: string): Uint8Array | undefined {
    return this.#graphs.get(name)?.file();
  }

  /** Starts a graph anew, without a past. False when there is none of that name. */
  clearGraph(name: string): boolean {
    if (!this.#graphs.has(name)) return false;
    this.#graphs.set(name, new Graph(mailActions, this.now()));
    return true;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#unsubscribe();
  }

  #note({ kind, at, message }: MailEvent): void {
    const action = actionOfEvent(kind);
    if (action !== undefined)
      this.#count(action, message.listener, domainOf(message, this.#domains), 1, at, at);
    if (kind === "queued" || kind === "quarantined" || kind === "rejected" || kind === "deferred") {
      this.rates.hit("inbound-by-ip", message.clientIp, at);
      if (message.sasl !== "") this.rates.hit("outbound-by-sender", message.sasl, at);
      this.caches.ask("smtpd", "", "dns_blocklist", message.clientIp);
    }
    if (kind === "delivered" || kind === "retried") {
      this.caches.ask("queued", "", "mx_lookup", message.to.slice(message.to.lastIndexOf("@") + 1));
    }
    if (kind === "rejected") this.counters.add(["ippolicy:blocked", message.listener, ""], 1, at);
    if (kind === "queued") this.counters.add(["ippolicy:allow", message.listener, ""], 1, at);
    const family = message.clientIp.includes(":") ? "ipv6" : "ipv4";
    if (kind !== "retried") this.counters.add(["hsl:stat", "ip-family", family], 1, at);
  }

  #count(
    action: MailAction,
    listener: string,
    domain: string,
    amount: number,
    at: number,
    since: number,
  ): void {
    this.counters.add([`mail:action:${action}`, listener, domain], amount, at, since);
    this.counters.add(["mail:total", listener, domain], amount, at, since);
    if (domain !== "") this.counters.add(["mail:total", listener, ""], amount, at, since);
    const counts = this.#counted.get(graphName(listener, domain));
    const index = mailActions.indexOf(action);
    if (counts !== undefined) counts[index] = (counts[index] ?? 0) + amount;
  }

  #countHistory(store: MailStore): void {
    for (const row of store.tally()) {
      const action = actionOfRow(row.action);
      if (action === undefined) continue;
      const { listener, senderDomain, recipientDomain, count, first, last } = row;
      const domain = domainOf(
        { listener, from: `@${senderDomain}`, to: `@${recipientDomain}` },
        this.#domains,
      );
      this.#count(action, listener, domain, count, last, first);
      const days = Math.max(1, (this.now() - first) / day);
      const perDay = this.#perDay.get(graphName(listener, domain)) ?? mailActions.map(() => 0);
      const index = mailActions.indexOf(action);
      perDay[index] = (perDay[index] ?? 0) + count / days;
      this.#perDay.set(graphName(listener, domain), perDay);
    }
  }

  #newGraph(name: string): Graph {
    const graph = new Graph(mailActions, this.now());
    const perDay = this.#perDay.get(name) ?? mailActions.map(() => 0);
    const random = new Random(`${this.#seed}/${name}`);
    graph.fill((at) => perDay.map((count) => (count / day) * wave(at) * (0.7 + random.next() * 0.6)));
    this.#counted.set(
      name,
      mailActions.map(() => 0),
    );
    return graph;
  }

  #schedule(): void {
    this.#timer = this.#clock.after(graphStep * 1_000, () => {
      this.#measure();
      this.#schedule();
    });
  }

  #measure(): void {
    const now = this.now();
    for (const [name, graph] of this.#graphs) {
      if ((now - graph.lastUpdate) / graphStep > maxStepsAtOnce) {
        this.clearGraph(name);
        continue;
      }
      let counts = this.#counted.get(name) ?? mailActions.map(() => 0);
      while (graph.lastUpdate + graphStep <= now) {
        graph.update(counts);
        counts = mailActions.map(() => 0);
        this.#counted.set(name, counts);
      }
    }
  }
}

/** As clients ask for it: colons become hyphens, and dots stay. */
function graphName(listener: string, domain: string): string {
  return `mail-stat-${listener.replaceAll(":", "-")}-${domain}`;
}

/** How much more mail there is than on average: most in the middle of a working day, least on a Sunday night. */
function wave(at: number): number {
  const ofDay = 1 - Math.cos((2 * Math.PI * (at % day)) / day) * 0.8;
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(at / day) + 4) % 7;
  return ofDay * (weekday === 0 || weekday === 6 ? 0.35 : 1.25);
}
