// `pnpm bench NAME [--rounds N] [--only TEXT]`: runs one benchmark, prints a table, writes bench/results/NAME.json.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Benchmark } from "./benchmark.ts";
import { runBenchmark } from "./run.ts";
import { formatResults } from "./table.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const names = readdirSync(here("benchmarks")).map((file) => file.replace(/\.ts$/, ""));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "7" }, only: { type: "string", default: "" } },
});
const [name] = positionals;
const rounds = Number(values.rounds);
if (name === undefined || !names.includes(name) || !Number.isInteger(rounds) || rounds < 5) {
  fail(
    `Usage: pnpm bench NAME [--rounds N] [--only TEXT]\n` +
      `Names: ${names.join(", ")}. Rounds: 5 or more (default 7). Only: a part of the names of the cases to run.`,
  );
}
const { benchmark } = (await import(`./benchmarks/${name}.ts`)) as { benchmark: Benchmark };
const cases = benchmark.cases.filter((each) => each.name.includes(values.only));
if (cases.length === 0)
  fail(`No such case. The cases of ${name}: ${benchmark.cases.map((each) => `"${each.name}"`).join(", ")}`);
// The exit handlers of the servers run on a signal, too.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
const results = await runBenchmark({ ...benchmark, cases }, rounds, (text) => console.error(text));
mkdirSync(here("../results"), { recursive: true });
writeFileSync(here(`../results/${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
console.log(formatResults(results));

function fail(text: string): never {
  console.error(text);
  process.exit(1);
}
