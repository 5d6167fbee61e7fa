import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Benchmark, type BenchmarkCase, type Measurement, type Surroundings } from "./benchmark.ts";
import { ratiosOf, type Results, type Row } from "./results.ts";
import { summarize } from "./statistics.ts";

const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

/** The process of one contender. */
interface Runner {
  /** The module in `contenders/`. */
  readonly file: string;
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
    await Promise.all(runners.map(closeRunner));
    await close();
  }
}

async function runCase(
  { name, unit, cpuUnit, fresh, maxRounds = Infinity }: BenchmarkCase,
  runners: readonly Runner[],
  how: { rounds: number; surroundings: Surroundings; say: (text: string) => void },
): Promise<Row[]> {
  const figures = new Map(runners.map((runner) => [runner, [] as Measurement[]]));
  const rounds = Math.min(how.rounds, maxRounds);
  for (let round = fresh === true ? 1 : 0; round <= rounds; round++) {
    for (const runner of rotated(runners, round)) {
      const measurement = await (fresh === true ? measureAfresh : measure)(runner, name, how.surroundings);
      if (round > 0) figures.get(runner)?.push(measurement);
    }
    how.say(`${name}: round ${round === 0 ? "0 (warm-up)" : round} of ${rounds}`);
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
  return { file, name, cases, child };
}

async function closeRunner({ child }: Runner): Promise<void> {
  const ended = once(child, "exit");
  child.send("close");
  await ended;
}

async function measureAfresh(
  { file }: Runner,
  caseName: string,
  surroundings: Surroundings,
): Promise<Measurement> {
  const runner = await startRunner(file);
  try {
    return await measure(runner, caseName, surroundings);
  } finally {
    await closeRunner(runner);
  }
}

async function measure(
  { child }: Runner,
  caseName: string,
  surroundings: Surroundings,
): Promise<Measurement> {
  child.send({ caseName, surroundings });
  const [answer] = (await once(child, "message")) as [Measurement | { error: string }];
  if ("error" in answer) throw new Error(`${caseName} failed: ${answer.error}`);
  return answer;
}
