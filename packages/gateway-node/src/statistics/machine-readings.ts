import { readFileSync, statfsSync } from "node:fs";
import { cpus, freemem, totalmem } from "node:os";
import { performance } from "node:perf_hooks";

/** Time of the processors since boot, in any unit. */
export interface CpuTimes {
  readonly user: number;
  readonly system: number;
  readonly interrupt: number;
  readonly idle: number;
}

/** Operations since some beginning. */
export interface IoTotals {
  readonly read: number;
  readonly write: number;
}

/** What can be measured at the machine that a node runs on. */
export interface MachineReadings {
  cpuTimes(): CpuTimes;
  /** Percent of the memory that is in use. */
  memoryUsage(): number;
  /** Percent of the storage that is in use, and how long it took to ask, in milliseconds. */
  storage(): { readonly usage: number; readonly latency: number };
  /** Operations on storage by this process. */
  storageIo(): IoTotals;
  /** Percent of the swap space that is in use; 0 where there is none. */
  swapUsage(): number;
  /** Pages that were swapped in and out; 0 where the machine does not tell. */
  swapIo(): IoTotals;
}

/** Those of this machine. */
export const machineReadings: MachineReadings = {
  cpuTimes() {
    const sum = { user: 0, system: 0, interrupt: 0, idle: 0 };
    for (const { times } of cpus()) {
      sum.user += times.user + times.nice;
      sum.system += times.sys;
      sum.interrupt += times.irq;
      sum.idle += times.idle;
    }
    return sum;
  },
  memoryUsage: () => share(totalmem() - freemem(), totalmem()),
  storage() {
    const begun = performance.now();
    const { blocks, bfree } = statfsSync("/");
    return { usage: share(blocks - bfree, blocks), latency: performance.now() - begun };
  },
  storageIo() {
    const { fsRead, fsWrite } = process.resourceUsage();
    return { read: fsRead, write: fsWrite };
  },
  swapUsage() {
    const text = linuxTable("/proc/meminfo");
    const total = numberOf(text, "SwapTotal");
    return share(total - numberOf(text, "SwapFree"), total);
  },
  swapIo() {
    const text = linuxTable("/proc/vmstat");
    return { read: numberOf(text, "pswpin"), write: numberOf(text, "pswpout") };
  },
};

/** Empty on other systems. */
function linuxTable(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function numberOf(table: string, name: string): number {
  return Number(new RegExp(`^${name}:?\\s+(\\d+)`, "m").exec(table)?.[1] ?? 0);
}

function share(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 100 : 0;
}
