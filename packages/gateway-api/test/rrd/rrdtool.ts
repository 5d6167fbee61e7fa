import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sample, sampleStart } from "./samples.ts";

/** Undefined where there is no rrdtool: the run of the whole says so. */
export const rrdtoolPath = process.env["MAILMUX_RRDTOOL"] || undefined;

/** Runs commands in one rrdtool. Gives what each printed. */
export function rrdtool(folder: string, commands: readonly (readonly string[])[]): string[] {
  const { stdout, stderr, error } = spawnSync(rrdtoolPath ?? "rrdtool", ["-"], {
    cwd: folder,
    encoding: "utf8",
    input: commands.map((command) => `${command.join(" ")}\n`).join(""),
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  if (error) throw error;
  const printed = stdout.split(/^OK .*\n/m);
  if (printed.length !== commands.length + 1) throw new Error(`rrdtool: ${stdout.slice(-1000)}${stderr}`);
  return printed.slice(0, -1);
}

/** Makes the file of a sample and gives its bytes. */
export function makeSample(folder: string, { name, create, updates }: Sample): Uint8Array {
  const file = `${name}.rrd`;
  rrdtool(folder, [
    ["create", file, `--start=${sampleStart}`, ...create],
    ...(updates.length > 0 ? [["update", file, ...updates]] : []),
  ]);
  return readFileSync(join(folder, file));
}

/** What `rrdtool fetch` printed: times, and a row of values for each. */
export function parseFetch(printed: string): { names: string[]; times: number[]; rows: number[][] } {
  const [head = "", , ...lines] = printed.split("\n");
  const rows = lines.filter((line) => line.includes(":")).map((line) => line.split(/:? +/));
  return {
    names: head.trim().split(/ +/),
    times: rows.map(([time]) => Number(time)),
    rows: rows.map(([, ...values]) => values.map((value) => (value.endsWith("nan") ? NaN : Number(value)))),
  };
}
