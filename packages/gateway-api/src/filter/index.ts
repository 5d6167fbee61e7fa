export { everything } from "./ast.ts";
export type {
  Filter,
  FilterAlternative,
  FilterCondition,
  FilterGroup,
  FilterOperator,
  FilterTerm,
} from "./ast.ts";
export { all, any, condition, escapeLike, not } from "./build.ts";
export type { FilterValue } from "./build.ts";
export { completeFilter } from "./complete.ts";
export type { CompletionOptions, FilterCompletion, FilterCompletions } from "./complete.ts";
export { FilterError, filterErrorCodes } from "./errors.ts";
export type { FilterErrorCode, FilterPosition } from "./errors.ts";
export { filterActions, filterField, filterFields, isFilterField, metadataName } from "./fields.ts";
export type {
  FilterField,
  FilterFieldName,
  FilterFieldType,
  LetterCase,
  MessageSource,
  PlainFieldName,
} from "./fields.ts";
export { formatCondition, formatFilter } from "./format.ts";
export { maxFilterLength, maxFilterValueLength } from "./limits.ts";
export { matchesFilter } from "./matches.ts";
export { parseFilter } from "./parse.ts";
export { quoteValue } from "./quote.ts";
export { pairsOf, scoreOf, textOf } from "./record.ts";
export type { FilterRecord, RecordPair, RecordPairs } from "./record.ts";
export { searchBoxToFilter } from "./search-box.ts";
export { parseTimeZone, resolveTimes, utc } from "./time.ts";
export type { FilterTimeZone } from "./time.ts";
export { filterTokens } from "./tokens.ts";
export type { ConditionToken, FilterToken, OperatorToken } from "./tokens.ts";
export { comparable, integerBound, likePieces } from "./values.ts";
export type { IntegerBound } from "./values.ts";
