/** Every bound on reports. An error that one of them causes names it and its value. */
export const reportLimits = Object.freeze({
  /** UTF-16 units of a report's text. */
  textLength: 65_536,
  /** Lines that say something; empty ones do not count. */
  lines: 100,
  /** UTF-16 units of a label. */
  labelLength: 200,
  /** UTF-16 units of one key pattern, namespace or entry. */
  keyLength: 1_024,
  /** Numbers, operators and calls in the formula of one line. */
  parts: 200,
  /** Parentheses and signs inside one another. */
  depth: 32,
  /** Counters, rates and searches that a whole report names: what each node may be asked at most. */
  requests: 200,
  /** Slices that one line, and the whole pie, may have. */
  slices: 1_000,
  /** Rows in one answer of a node. */
  rows: 100_000,
});
