import { writeRrd } from "@mailmux/gateway-api";
import { Archive, graphStep } from "./archive.ts";
import type { Past } from "./past.ts";

/** What a graph shows. */
export interface GraphDefinition {
  readonly name: string;
  /** Names of its data sources, 4 to 19 characters. */
  readonly sources: readonly string[];
  /** `COUNTER`: readings only rise and the graph shows how fast; `GAUGE`: the graph shows the readings. */
  readonly type: "COUNTER" | "GAUGE";
  /** The readings of the sources, now. */
  readonly read: () => readonly number[];
  /** What the graph has for the time before the node ran. Without: nothing is known of it. */
  readonly past?: Past;
}

/** Without a measurement for longer than this, what was meanwhile is unknown. */
const heartbeat = graphStep * 2;

/** After a longer pause, or a jump of the clock, a graph begins anew: there is nothing left in it. */
const longestPause = 366 * 86_400;

const [min, max] = [0, 1_000_000];

/** One graph: a year of some data sources, in less than 14 KB for each of them. Made when it is first needed. */
export class Graph {
  readonly #definition: GraphDefinition;
  #past: Past | undefined;
  #lastUpdate: number;
  #readings: readonly number[];
  #archives: readonly Archive[] | undefined;

  /** @param now Unix seconds; the graph is of the time up to the whole minute before */
  constructor(definition: GraphDefinition, now: number) {
    this.#definition = definition;
    this.#past = definition.past;
    this.#lastUpdate = wholeStep(now);
    this.#readings = definition.read();
  }

  /** Measures, when a step or more has gone by since the last time. */
  update(now: number): void {
    const at = wholeStep(now);
    const seconds = at - this.#lastUpdate;
    if (seconds > longestPause) this.clear(now);
    if (seconds <= 0 || seconds > longestPause) return;
    const archives = this.#opened();
    const readings = this.#definition.read();
    const values = readings.map((reading, index) =>
      seconds > heartbeat ? Number.NaN : this.#value(reading, this.#readings[index] ?? 0, seconds),
    );
    for (let step = this.#lastUpdate + graphStep; step <= at; step += graphStep) {
      for (const archive of archives) archive.take(step, values);
    }
    this.#lastUpdate = at;
    this.#readings = readings;
  }

  /** Begins anew, without a past. */
  clear(now: number): void {
    this.#past = undefined;
    this.#archives = undefined;
    this.#lastUpdate = wholeStep(now);
    this.#readings = this.#definition.read();
  }

  /** The file of rrdtool, up to the last whole minute: at one time, the files of all nodes have the same rows. */
  file(now: number): Uint8Array {
    this.update(now);
    const { sources, type } = this.#definition;
    return writeRrd({
      step: graphStep,
      lastUpdate: this.#lastUpdate,
      microseconds: 0,
      dataSources: sources.map((name, index) => ({
        ...{ name, type, heartbeat, min, max },
        lastValue: lastValue(type, this.#readings[index] ?? 0),
      })),
      archives: this.#opened().map((archive) => archive.toRrd(this.#lastUpdate)),
    });
  }

  #opened(): readonly Archive[] {
    return (this.#archives ??= Archive.forGraph(
      this.#definition.sources.length,
      this.#lastUpdate,
      this.#past,
    ));
  }

  #value(reading: number, before: number, seconds: number): number {
    const value = this.#definition.type === "GAUGE" ? reading : (reading - before) / seconds;
    // A counter that was cleared has fallen, and tells nothing of the time in between.
    return value >= min && value <= max ? value : Number.NaN;
  }
}

function wholeStep(now: number): number {
  return now - (now % graphStep);
}

function lastValue(type: GraphDefinition["type"], reading: number): string {
  return type === "COUNTER" ? String(Math.round(reading)) : reading.toFixed(3);
}
