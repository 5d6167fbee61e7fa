export { Credentials } from "./config/credentials.ts";
export { configPlaces, loadConfig, parseConfig } from "./config/load.ts";
export { type NodeAddress, parseNodeAddress } from "./config/node-address.ts";
export {
  type ConfigSources,
  type GatewayConfig,
  type GatewayNodeConfig,
  resolveConfig,
} from "./config/resolve.ts";
export { type ConfigFile } from "./config/schema.ts";
export {
  GatewayApiError,
  type GatewayApiErrorCode,
  gatewayApiErrorCodes,
  type GatewayApiErrorContext,
} from "./errors.ts";
export {
  all,
  any,
  comparable,
  condition,
  type ConditionToken,
  escapeLike,
  everything,
  type Filter,
  filterActions,
  type FilterAlternative,
  type FilterCondition,
  FilterError,
  type FilterErrorCode,
  filterErrorCodes,
  filterField,
  type FilterField,
  type FilterFieldName,
  filterFields,
  type FilterFieldType,
  type FilterGroup,
  type FilterOperator,
  type FilterPosition,
  type FilterRecord,
  type FilterTerm,
  type FilterTimeZone,
  type FilterToken,
  filterTokens,
  type FilterValue,
  formatCondition,
  formatFilter,
  integerBound,
  type IntegerBound,
  isFilterField,
  type LetterCase,
  likePieces,
  matchesFilter,
  maxFilterLength,
  maxFilterValueLength,
  type MessageSource,
  metadataName,
  not,
  type OperatorToken,
  pairsOf,
  parseFilter,
  parseTimeZone,
  type PlainFieldName,
  quoteValue,
  type RecordPair,
  type RecordPairs,
  resolveTimes,
  scoreOf,
  searchBoxToFilter,
  textOf,
  utc,
} from "./filter/index.ts";
export {
  createGatewayCluster,
  type GatewayCluster,
  type GatewayClusterConfig,
  type GatewayClusterOptions,
} from "./gateway/cluster.ts";
export { explainError, explainFailure, type NodeFailure } from "./gateway/failure.ts";
export { createGateway, type Gateway, type GatewayOptions, readOnlyOperations } from "./gateway/gateway.ts";
export { type NodeOverview, overview } from "./gateway/overview.ts";
export { gatewayDescriptor } from "./generated/descriptor.gen.ts";
export type {
  GatewayService,
  LoginResult,
  MailHistory,
  MailOptions,
  MailQueue,
  Message,
  MessageList,
  Pair,
  PairList,
} from "./generated/service.gen.ts";
export { gatewayWsdl } from "./generated/wsdl.gen.ts";
export {
  listMessages,
  type ListQuery,
  type ListRow,
  type ListSource,
  type MessageListPage,
} from "./messages/list.ts";
export { type GatewayMessage, type MessageScore, toGatewayMessage } from "./messages/message.ts";
