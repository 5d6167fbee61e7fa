import { condition } from "@mailmux/gateway-api";
import type { Clock } from "../clock.ts";
import type { MailStore } from "../store/mail-store.ts";
import type { GraphDefinition } from "./graph.ts";
import type { MachineReadings } from "./machine-readings.ts";
import { Meter } from "./meter.ts";
import type { NetworkTotals } from "./network-totals.ts";

/** Measurements of now, as the command `statd` gives them. */
export interface LiveCounters {
  /** Every name, ascending. */
  names(): string[];
  /** The values of a counter in their order, with at most two decimals; none for an unknown name. */
  read(name: string): readonly (readonly [key: string, value: number])[];
}

/** What is measured, and what its graph is drawn from. */
export interface LiveCounter extends Omit<GraphDefinition, "read" | "past"> {
  /** As `statd` calls the values; the data sources of the graph have names of at most 19 characters instead. */
  readonly keys: readonly string[];
  /** The values of now. */
  readonly values: () => readonly number[];
  /** What a graph reads: totals for a `COUNTER`, the values of now when left out. */
  readonly totals?: () => readonly number[];
}

/** What {@link liveCounters} measures. */
export interface LiveSources {
  readonly clock: Clock;
  readonly store: MailStore;
  readonly network: NetworkTotals;
  readonly machine: MachineReadings;
  /** Users that the licence counts. */
  readonly licensed: number;
}

const delivering = condition("action", "=", "DELIVER");
const quarantined = condition("action", "=", "QUARANTINE");

/** Every counter of a node. */
export function liveCounters({
  clock,
  store,
  network,
  machine,
  licensed,
}: LiveSources): readonly LiveCounter[] {
  const now = (): number => clock.now();
  const cpu = new Meter(now, () => {
    const { user, system, interrupt, idle } = machine.cpuTimes();
    return [user, system, interrupt, idle];
  });
  const totalsOf = ({ read, write }: { read: number; write: number }): readonly number[] => [read, write];
  const bytes = (): readonly number[] => [network.totals.bytesIn, network.totals.bytesOut];
  const packets = (): readonly number[] => [network.totals.packetsIn, network.totals.packetsOut];
  return [
    gauge("system-cpu-usage", ["user", "system", "interrupt", "idle"], () => asPercent(cpu.perSecond())),
    single("system-mem-usage", "usage", () => machine.memoryUsage()),
    rising("system-storage-iops", ["read", "write"], now, () => totalsOf(machine.storageIo())),
    single("system-storage-latency", "latency", () => machine.storage().latency),
    single("system-storage-usage", "usage", () => machine.storage().usage),
    rising("system-swap-iops", ["read", "write"], now, () => totalsOf(machine.swapIo())),
    single("system-swap-usage", "usage", () => machine.swapUsage()),
    single("mail-license-count", "count", () => licensed),
    single("mail-quarantine-count", "count", () => store.count("queue", quarantined)),
    single("mail-queue-count", "count", () => store.count("queue", delivering)),
    rising("interface-ether1-bandwidth", ["in", "out"], now, bytes),
    rising("interface-ether1-packets", ["in", "out"], now, packets),
  ];
}

/** As the command `statd` asks for them. */
export function createLiveCounters(counters: readonly LiveCounter[]): LiveCounters {
  const byName = new Map(counters.map((counter) => [counter.name, counter]));
  return {
    names: () => [...byName.keys()].sort(),
    read(name) {
      const counter = byName.get(name);
      if (counter === undefined) return [];
      const values = counter.values();
      return counter.keys.map((key, index) => [key, Math.round((values[index] ?? 0) * 100) / 100] as const);
    },
  };
}

function gauge(name: string, keys: readonly string[], values: () => readonly number[]): LiveCounter {
  return { name, keys, sources: keys, type: "GAUGE", values };
}

/** One value, which has the name of the counter. */
function single(name: string, source: string, value: () => number): LiveCounter {
  return { name, keys: [name], sources: [source], type: "GAUGE", values: () => [value()] };
}

/** Totals, of which one sees how fast they rise. */
function rising(
  name: string,
  keys: readonly string[],
  now: () => number,
  totals: () => readonly number[],
): LiveCounter {
  const meter = new Meter(now, totals);
  // Readers of graphs want names of data sources with four letters or more.
  const sources = keys.map((key) => (key.length < 4 ? `${key}bound` : key));
  return { name, keys, sources, type: "COUNTER", values: () => meter.perSecond(), totals };
}

/** Each part of all of them. Before anything was measured, the processors are idle. */
function asPercent(parts: readonly number[]): number[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, index) =>
    whole > 0 ? (part / whole) * 100 : index === parts.length - 1 ? 100 : 0,
  );
}
