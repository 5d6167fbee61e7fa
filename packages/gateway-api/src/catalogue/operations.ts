import { type GatewayService } from "../generated/service.gen.ts";

/** Name of an operation of the gateway API. */
export type OperationName = keyof GatewayService;

/**
 * What a user needs to call an operation: `read` is open to read-only users, `write` needs the right to change
 * things, and so does `execute`, which runs programs and reads files of the node.
 */
export type OperationAccess = "read" | "write" | "execute";

/** What a caller has to know of an operation besides its messages. */
export interface OperationTraits {
  readonly access: OperationAccess;
  /** True when the same call may be sent twice: it changes nothing, and takes nothing away that the first answer had. */
  readonly repeatable: boolean;
  /** What it is about; the order of these groups is the order of the documentation. */
  readonly group: OperationGroup;
}

/** The parts of the API. */
export const operationGroups = [
  "session and system",
  "queue and history",
  "statistics, rates and caches",
  "commands",
  "files",
  "configuration",
  "updates and licence",
] as const;

/** One of {@link operationGroups}. */
export type OperationGroup = (typeof operationGroups)[number];

/**
 * The traits of every operation, in the order of the documentation. An operation that the WSDL has and this table has
 * not, or the other way round, does not compile.
 */
export const operationTraits: Readonly<Record<OperationName, OperationTraits>> = {
  login: { group: "session and system", access: "read", repeatable: true },
  getVersion: { group: "session and system", access: "read", repeatable: true },
  getUptime: { group: "session and system", access: "read", repeatable: true },
  getSerial: { group: "session and system", access: "read", repeatable: true },
  getTime: { group: "session and system", access: "read", repeatable: true },
  mailQueue: { group: "queue and history", access: "read", repeatable: true },
  mailHistory: { group: "queue and history", access: "read", repeatable: true },
  mailQueueRetry: { group: "queue and history", access: "write", repeatable: false },
  mailQueueDelete: { group: "queue and history", access: "write", repeatable: false },
  mailQueueBounce: { group: "queue and history", access: "write", repeatable: false },
  mailQueueRetryBulk: { group: "queue and history", access: "write", repeatable: false },
  mailQueueDeleteBulk: { group: "queue and history", access: "write", repeatable: false },
  mailQueueBounceBulk: { group: "queue and history", access: "write", repeatable: false },
  mailQueueUpdateBulk: { group: "queue and history", access: "write", repeatable: false },
  mailQueueDownload: { group: "queue and history", access: "execute", repeatable: true },
  mailQueueInTransit: { group: "queue and history", access: "read", repeatable: true },
  statList: { group: "statistics, rates and caches", access: "read", repeatable: true },
  statClear: { group: "statistics, rates and caches", access: "write", repeatable: false },
  graphList: { group: "statistics, rates and caches", access: "read", repeatable: true },
  graphFile: { group: "statistics, rates and caches", access: "read", repeatable: true },
  graphClear: { group: "statistics, rates and caches", access: "write", repeatable: false },
  hslRate: { group: "statistics, rates and caches", access: "read", repeatable: true },
  hslRateClear: { group: "statistics, rates and caches", access: "write", repeatable: false },
  hslCacheList: { group: "statistics, rates and caches", access: "read", repeatable: true },
  hslCacheClear: { group: "statistics, rates and caches", access: "write", repeatable: false },
  dnsCacheFlush: { group: "statistics, rates and caches", access: "write", repeatable: false },
  commandRun: { group: "commands", access: "execute", repeatable: false },
  commandPoll: { group: "commands", access: "execute", repeatable: false },
  commandPush: { group: "commands", access: "execute", repeatable: false },
  commandSignal: { group: "commands", access: "execute", repeatable: false },
  commandTermsize: { group: "commands", access: "execute", repeatable: false },
  commandStop: { group: "commands", access: "execute", repeatable: false },
  fileRead: { group: "files", access: "execute", repeatable: true },
  fileList: { group: "files", access: "execute", repeatable: true },
  configKeys: { group: "configuration", access: "read", repeatable: true },
  configKeySet: { group: "configuration", access: "write", repeatable: false },
  configKeyAdd: { group: "configuration", access: "write", repeatable: false },
  configKeyDelete: { group: "configuration", access: "write", repeatable: false },
  configRevisionLog: { group: "configuration", access: "read", repeatable: true },
  configExport: { group: "configuration", access: "read", repeatable: true },
  configImport: { group: "configuration", access: "write", repeatable: false },
  configKeysImport: { group: "configuration", access: "write", repeatable: false },
  configKeysCheck: { group: "configuration", access: "read", repeatable: true },
  hslCheckScript: { group: "configuration", access: "read", repeatable: true },
  updateDownloadStatus: { group: "updates and licence", access: "read", repeatable: true },
  updateDownloadStart: { group: "updates and licence", access: "write", repeatable: false },
  updateDownloadCancel: { group: "updates and licence", access: "write", repeatable: false },
  updateInstall: { group: "updates and licence", access: "write", repeatable: false },
  licenseImport: { group: "updates and licence", access: "write", repeatable: false },
};

/** Names of all operations. */
export const operationNames: readonly OperationName[] = Object.keys(operationTraits) as OperationName[];
