export type { AuthenticateCall, CallArguments, CallDecision, CallQuestion } from "./auth/permission.ts";
export type { UserOptions } from "./auth/user-directory.ts";
export { loadOrCreateCertificate } from "./certificate.ts";
export type { CertificateOptions, NodeCertificate } from "./certificate.ts";
export { systemClock } from "./clock.ts";
export type { Clock, Timer } from "./clock.ts";
export { GatewayNodeError, gatewayNodeErrorCodes } from "./errors.ts";
export type { GatewayNodeErrorCode } from "./errors.ts";
export { faultKinds } from "./faults/rules.ts";
export type { FaultKind, FaultRule } from "./faults/rules.ts";
export { createGatewayNode } from "./gateway-node.ts";
export type { GatewayNode } from "./gateway-node.ts";
export type { GatewayNodeOptions } from "./options.ts";
export type { NodeLimits } from "./service/limits.ts";
export { formatLicence } from "./system/licence.ts";
export type { Licence } from "./system/licence.ts";
export type { UpdateTiming } from "./system/updates.ts";
export { seedMail } from "./seed/seed-mail.ts";
export type { SeedOptions } from "./seed/seed-mail.ts";
export type {
  Deferral,
  FinalAction,
  HistoryState,
  HistoryTally,
  MailStore,
  PageRange,
  QueueChanges,
  QueueState,
} from "./store/mail-store.ts";
export { toWireMessage } from "./store/message.ts";
export type { Arrival, MessageAction, Pair, StoredMessage } from "./store/message.ts";
export { createSqliteStore } from "./store/sqlite-store.ts";
export type { SqliteStoreOptions } from "./store/sqlite-store.ts";
export { startTraffic } from "./traffic/traffic.ts";
export type { Traffic, TrafficOptions } from "./traffic/traffic.ts";
