import type { Filter } from "../filter/index.ts";

/** A pie chart: each line gives slices of its own, all of them together are the pie. */
export interface Report {
  readonly lines: readonly ReportLine[];
}

/** One line, in either of the two syntaxes. */
export type ReportLine = ReportKeyLine | ReportMathLine;

/** `LABEL:K1,K2,K3`: counters, summed, or one slice per key or node where the label is a special one. */
export interface ReportKeyLine {
  readonly kind: "keys";
  readonly label: string;
  readonly keys: ReportKeys;
}

/** `LABEL:=FORMULA`: one slice with the outcome, or one per node where the label is `clusternode`. */
export interface ReportMathLine {
  readonly kind: "math";
  readonly label: string;
  readonly expression: ReportExpression;
}

/**
 * One to three key patterns, in which `%` stands for any run of characters. A part that is not there matches
 * anything; an empty one (the second or third) only counters in which that key is blank.
 */
export type ReportKeys = readonly string[];

export type ReportOperator = "+" | "-" | "*" | "/";

export type ReportExpression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "negate"; readonly operand: ReportExpression }
  | {
      readonly kind: "binary";
      readonly operator: ReportOperator;
      readonly left: ReportExpression;
      readonly right: ReportExpression;
    }
  /** `"K1,K2,K3"`: the sum of the counters that match. */
  | { readonly kind: "counter"; readonly keys: ReportKeys }
  /** `r("namespace")`, `r("namespace","entry")`: hits of rates; `%` in the entry stands for any characters. */
  | { readonly kind: "rate"; readonly namespace: string; readonly entry?: string }
  /** `q("filter")`: messages in queue and quarantine that match. */
  | { readonly kind: "count"; readonly filter: Filter };

/** Labels that make one slice per value of a key, or per node. */
export const specialLabels = ["key1", "key2", "key3", "clusternode"] as const;

/** One of {@link specialLabels}. */
export type SpecialLabel = (typeof specialLabels)[number];

/** The special label that a label is, or undefined for a label of one's own. */
export function specialLabel(label: string): SpecialLabel | undefined {
  return specialLabels.find((special) => special === label);
}
