export { specialLabels } from "./ast.ts";
export type {
  Report,
  ReportExpression,
  ReportKeyLine,
  ReportKeys,
  ReportLine,
  ReportMathLine,
  ReportOperator,
  SpecialLabel,
} from "./ast.ts";
export { ReportError, reportErrorCodes } from "./errors.ts";
export type { ReportErrorCode, ReportPosition } from "./errors.ts";
export { evaluateReport } from "./evaluate.ts";
export type { ReportOptions, ReportResult, ReportSlice } from "./evaluate.ts";
export { formatReport } from "./format.ts";
export type { ReportNode } from "./gather.ts";
export { reportLimits } from "./limits.ts";
export { parseReport } from "./parse.ts";
export { createQshape, qshape, qshapeBuckets } from "./qshape.ts";
export type { Qshape, QshapeBy, QshapeCounts, QshapeOptions, QshapeRow, QshapeTable } from "./qshape.ts";
export type { ReportSearch } from "./search.ts";
export type { CounterQuery, RateQuery, ReportCounter, ReportRate, ReportSources } from "./sources.ts";
