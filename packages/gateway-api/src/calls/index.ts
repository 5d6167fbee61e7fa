export type { CallsOptions, ClusterCalls, GatewayCalls } from "./calls.ts";
export type { TerminalSize } from "./commands.ts";
export type { GatewayProblem, GatewayRevision, ImportOptions } from "./configuration.ts";
export type { FilePiece, FileReadOptions, GatewayFile } from "./files.ts";
export type { EverythingOption, FilterArgument } from "./filter-argument.ts";
export type {
  DeliveryAttempt,
  DownloadOptions,
  DuplicateOption,
  MailQuery,
  MailRows,
  RetryBulkOptions,
} from "./mail.ts";
export type { QueueIds } from "./queue-ids.ts";
export type { GatewayLogin } from "./session.ts";
export type {
  CounterKeys,
  GatewayCache,
  GatewayCounter,
  GatewayRate,
  HslCacheQuery,
  HslRateQuery,
  StatListQuery,
} from "./statistics.ts";
export type { Pairs } from "./values.ts";
