import { condition } from "@mailmux/gateway-api";
import { cpus, freemem, totalmem } from "node:os";
import type { MailStore } from "../store/mail-store.ts";

/** Measurements of the moment, as `statd` tells them. */
export interface LiveCounters {
  names(): readonly string[];
  /** The values of a counter; undefined when there is none of that name. */
  read(name: string): readonly (readonly [key: string, value: number])[] | undefined;
}

/** What this machine and the store of the node say of themselves. */
export function createLiveCounters(store: MailStore): LiveCounters {
  const counters: Readonly<Record<string, () => readonly (readonly [string, number])[]>> = {
    "system-cpu-usage": cpuUsage,
    "system-mem-usage": () => [["system-mem-usage", percent(totalmem() - freemem(), totalmem())]],
    "mail-queue-count": () => [
      ["mail-queue-count", store.count("queue", condition("action", "=", "DELIVER"))],
    ],
    "mail-quarantine-count": () => [
      ["mail-quarantine-count", store.count("queue", condition("action", "=", "QUARANTINE"))],
    ],
  };
  return {
    names: () => Object.keys(counters).sort(),
    read: (name) => (Object.hasOwn(counters, name) ? counters[name]?.() : undefined),
  };
}

/** Shares of the time since the machine started, in percent. */
function cpuUsage(): readonly (readonly [string, number])[] {
  const sum = { user: 0, sys: 0, irq: 0, idle: 0 };
  for (const { times } of cpus()) {
    sum.user += times.user + times.nice;
    sum.sys += times.sys;
    sum.irq += times.irq;
    sum.idle += times.idle;
  }
  const all = sum.user + sum.sys + sum.irq + sum.idle;
  return [
    ["user", percent(sum.user, all)],
    ["system", percent(sum.sys, all)],
    ["interrupt", percent(sum.irq, all)],
    ["idle", percent(sum.idle, all)],
  ];
}

function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10;
}
