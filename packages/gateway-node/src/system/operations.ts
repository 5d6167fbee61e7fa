import type { Clock } from "../clock.ts";
import type { HandlersOf } from "../service/handlers.ts";
import { readLicence } from "./licence.ts";
import type { Machine } from "./machine.ts";
import type { Updates } from "./updates.ts";

/** What the operations about the node itself work on. */
export interface SystemContext {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly updates: Updates;
  /** How far the local clock is ahead of UTC. */
  readonly localOffsetSeconds: number;
}

/** The operations about the session and the node itself. */
export type SystemOperations = HandlersOf<
  | "login"
  | "getVersion"
  | "getUptime"
  | "getSerial"
  | "getTime"
  | "updateDownloadStatus"
  | "updateDownloadStart"
  | "updateDownloadCancel"
  | "updateInstall"
  | "licenseImport"
>;

/** Makes them. */
export function createSystemOperations(context: SystemContext): SystemOperations {
  const { clock, machine, updates, localOffsetSeconds } = context;
  return {
    login: (_, { user, remoteAddress }) => ({
      result: { fullname: user.fullName, remotehost: remoteAddress },
    }),
    getVersion: () => ({ result: machine.version }),
    getUptime: () => ({ result: machine.uptime }),
    getSerial: () => ({ result: machine.serial }),
    getTime: ({ utc = false }) => ({
      result: Math.floor(clock.now() / 1_000) + (utc ? 0 : localOffsetSeconds),
    }),
    updateDownloadStatus: () => ({ result: updates.status() }),
    updateDownloadStart: () => updates.start(),
    updateDownloadCancel: () => updates.cancel(),
    updateInstall: () => updates.install(),
    licenseImport({ data }) {
      machine.license(readLicence(data, clock.now()).serial);
    },
  };
}
