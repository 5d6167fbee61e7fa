import { type Unit } from "./statistics.ts";

/** One thing that is measured the same way on every contender. */
export interface BenchmarkCase {
  readonly name: string;
  readonly unit: Unit;
}

/** What a contender's process gets to know: addresses and secrets of the servers that the benchmark started. */
export type Surroundings = Readonly<Record<string, unknown>>;

/** A library under measurement. The first contender of a benchmark is ours. */
export interface Contender {
  readonly name: string;
  /** Runs one case once and returns the figure in the case's unit. Set-up is kept between rounds. */
  measure(caseName: string, surroundings: Surroundings): Promise<number>;
  close(): Promise<void>;
}

export interface Benchmark {
  readonly name: string;
  readonly cases: readonly BenchmarkCase[];
  /** Modules in `contenders/`, each of which exports `createContender`. Ours comes first. */
  readonly contenders: readonly string[];
  /** Starts the servers, in processes of their own, once for all contenders. */
  start(): Promise<{ surroundings: Surroundings; close(): Promise<void> }>;
}
