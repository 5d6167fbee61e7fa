import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Benchmark, type Surroundings } from "./benchmark.ts";
import { ratio, type Summary, summarize, type Unit } from "./statistics.ts";

export interface Row extends Summary {
  readonly case: string;
  readonly contender: string;
  readonly unit: Unit;
}

export interface Results {
  readonly benchmark: string;
  readonly node: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  /** `"case vs peer"`: above 1 we are faster. */
  readonly ratios: Readonly<Record<string, number>>;
}

const worker = fileURLToPath(new URL("worker.ts", import.meta.url));

/** Measures every case on every contender, in turn, `rounds` times after one round that does not count. */
export async function runBenchmark(
  benchmark: Benchmark,
  rounds: number,
  say: (text: string) => void,
): Promise<Results> {
  const servers = await benchmark.start();
  const contenders: { name: string; child: ChildProcess }[] = [];
  try {
    for (const file of benchmark.contenders) contenders.push(await startContender(file));
    const rows: Row[] = [];
    for (const { name: caseName, unit } of benchmark.cases) {
      const values = new Map(contenders.map(({ name }) => [name, [] as number[]]));
      for (let round = 0; round <= rounds; round++) {
        for (const { name, child } of contenders) {
          const value = await measure(child, caseName, servers.surroundings);
          if (round > 0) values.get(name)?.push(value);
        }
        say(`${caseName}: round ${round === 0 ? "0 (warm-up)" : round} of ${rounds}`);
      }
      for (const [contender, list] of values)
        rows.push({ case: caseName, contender, ...summarize(list), unit });
    }
    return { benchmark: benchmark.name, node: process.version, rounds, rows, ratios: ratiosOf(rows) };
  } finally {
    for (const { child } of contenders) child.send("close");
    await Promise.all(contenders.map(({ child }) => once(child, "exit")));
    await servers.close();
  }
}

async function startContender(file: string): Promise<{ name: string; child: ChildProcess }> {
  const child = fork(worker, [file], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [{ name }] = (await once(child, "message")) as [{ name: string }];
  return { name, child };
}

async function measure(child: ChildProcess, caseName: string, surroundings: Surroundings): Promise<number> {
  child.send({ caseName, surroundings });
  const [answer] = (await once(child, "message")) as [{ value: number } | { error: string }];
  if ("error" in answer) throw new Error(`${caseName} failed: ${answer.error}`);
  return answer.value;
}

function ratiosOf(rows: readonly Row[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  const ours = rows[0]?.contender;
  for (const row of rows) {
    const own = rows.find((each) => each.case === row.case && each.contender === ours);
    if (own && row !== own)
      ratios[`${row.case} vs ${row.contender}`] = Number(ratio(own.median, row.median, row.unit).toFixed(3));
  }
  return ratios;
}
