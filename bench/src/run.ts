import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Benchmark, type BenchmarkCase, type Measurement, type Surroundings } from "./benchmark.ts";
import { ratiosOf, type Results, type Row } from "./results.ts";
import { summarize } from "./statistics.ts";

const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

/** The process of one contender. */
interface Runner {
  readonly name: string;
  readonly cases: readonly string[] | undefined;
  readonly child: ChildProcess;
}

/** Measures every case on every contender, in turn, `rounds` times after one round that does not count. */
export async function runBenchmark(
  benchmark: Benchmark,
  rounds: number,
  say: (text: string) => void,
): Promise<Results> {
  const { surroundings, note, close } = await benchmark.start();
  const runners: Runner[] = [];
  try {
    for (const file of benchmark.contenders) runners.push(await startRunner(file));
    const rows: Row[] = [];
    for (const benchmarkCase of benchmark.cases) {
      const able = runners.filter(({ cases }) => cases?.includes(benchmarkCase.name) ?? true);
      rows.push(...(await runCase(benchmarkCase, able, { rounds, surroundings, say })));
    }
    return {
      benchmark: benchmark.name,
      node: process.version,
      ...(note === undefined ? {} : { note }),
      rounds,
      rows,
      ...ratiosOf(rows),
    };
  } finally {
    for (const { child } of runners) child.send("close");
    await Promise.all(runners.map(({ child }) => once(child, "exit")));
    await close();
  }
}

async function runCase(
  { name, unit, cpuUnit }: BenchmarkCase,
  runners: readonly Runner[],
  how: { rounds: number; surroundings: Surroundings; say: (text: string) => void },
): Promise<Row[]> {
  const figures = new Map(runners.map((runner) => [runner, [] as Measurement[]]));
  for (let round = 0; round <= how.rounds; round++) {
    for (const runner of rotated(runners, round)) {
      const measurement = await measure(runner.child, name, how.surroundings);
      if (round > 0) figures.get(runner)?.push(measurement);
    }
    how.say(`${name}: round ${round === 0 ? "0 (warm-up)" : round} of ${how.rounds}`);
  }
  return [...figures].map(([runner, list]) => {
    const cpu = list.flatMap((each) => each.cpu ?? []);
    return {
      case: name,
      contender: runner.name,
      ...summarize(list.map(({ value }) => value)),
      unit,
      ...(cpuUnit === undefined || cpu.length === 0 ? {} : { cpu: { ...summarize(cpu), unit: cpuUnit } }),
    };
  });
}

/** Another one begins in every round, so that nobody always runs after the same neighbour. */
export function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}

async function startRunner(file: string): Promise<Runner> {
  const child = fork(worker, [file], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [{ name, cases }] = (await once(child, "message")) as [{ name: string; cases?: string[] }];
  return { name, cases, child };
}

async function measure(
  child: ChildProcess,
  caseName: string,
  surroundings: Surroundings,
): Promise<Measurement> {
  child.send({ caseName, surroundings });
  const [answer] = (await once(child, "message")) as [Measurement | { error: string }];
  if ("error" in answer) throw new Error(`${caseName} failed: ${answer.error}`);
  return answer;
}
