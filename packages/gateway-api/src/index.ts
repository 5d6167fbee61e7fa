export { everything } from "./filter/index.ts";
export type {
  Filter,
  FilterAlternative,
  FilterCondition,
  FilterGroup,
  FilterOperator,
  FilterTerm,
} from "./filter/index.ts";
export { all, any, condition, escapeLike, not } from "./filter/index.ts";
export type { FilterValue } from "./filter/index.ts";
export { FilterError, filterErrorCodes } from "./filter/index.ts";
export type { FilterErrorCode, FilterPosition } from "./filter/index.ts";
export { filterActions, filterField, filterFields, isFilterField, metadataName } from "./filter/index.ts";
export type {
  FilterField,
  FilterFieldName,
  FilterFieldType,
  LetterCase,
  MessageSource,
  PlainFieldName,
} from "./filter/index.ts";
export { formatCondition, formatFilter } from "./filter/index.ts";
export { maxFilterLength, maxFilterValueLength } from "./filter/index.ts";
export { matchesFilter } from "./filter/index.ts";
export { parseFilter } from "./filter/index.ts";
export { quoteValue } from "./filter/index.ts";
export { pairsOf, scoreOf, textOf } from "./filter/index.ts";
export type { FilterRecord, RecordPair, RecordPairs } from "./filter/index.ts";
export { searchBoxToFilter } from "./filter/index.ts";
export { parseTimeZone, resolveTimes, utc } from "./filter/index.ts";
export type { FilterTimeZone } from "./filter/index.ts";
export { filterTokens } from "./filter/index.ts";
export type { ConditionToken, FilterToken, OperatorToken } from "./filter/index.ts";
export { comparable, integerBound, likePieces } from "./filter/index.ts";
export type { IntegerBound } from "./filter/index.ts";
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
