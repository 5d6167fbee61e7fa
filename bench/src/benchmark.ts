import { type CpuUnit, type Unit } from "./statistics.ts";

/** One thing that is measured the same way on every contender. */
export interface BenchmarkCase {
  readonly name: string;
  readonly unit: Unit;
  /** The unit of {@link Measurement.cpu}; only where contenders report it. */
  readonly cpuUnit?: CpuUnit;
  /** A new process for every round, without a round that does not count: for what happens once in a process. */
  readonly fresh?: true;
  /** Rounds at most, where one takes long. */
  readonly maxRounds?: number;
}

/** What a contender's process gets to know: addresses and secrets of the servers that the benchmark started. */
export type Surroundings = Readonly<Record<string, unknown>>;

/** The figures of one round. */
export interface Measurement {
  /** In the case's unit. */
  readonly value: number;
  /** Processor time of the contender's process, in the case's `cpuUnit`. */
  readonly cpu?: number;
}

/** A library under measurement. The first contender of a benchmark is ours. */
export interface Contender {
  readonly name: string;
  /** The names of the cases that make sense for it, none if it is not there. Default: all of the benchmark. */
  readonly cases?: readonly string[];
  /** Runs one case once and returns its figures, or the one in the case's unit. Set-up is kept between rounds. */
  measure(caseName: string, surroundings: Surroundings): Promise<number | Measurement>;
  close(): Promise<void>;
}

/** Servers that have been started for a benchmark. */
export interface StartedServers {
  readonly surroundings: Surroundings;
  /** What the reader of the figures must know about the servers, in a few words. */
  readonly note?: string;
  close(): Promise<void>;
}

export interface Benchmark {
  readonly name: string;
  readonly cases: readonly BenchmarkCase[];
  /** Modules in `contenders/`, each of which exports `createContender`. Ours comes first. */
  readonly contenders: readonly string[];
  /** Starts the servers, in processes of their own, once for all contenders. */
  start(): Promise<StartedServers>;
}
