/** What bounds a configuration; an error that one of them causes names it. */
export const configurationLimits = Object.freeze({
  keys: 10_000,
  /** UTF-16 units of one parameter. */
  valueLength: 4 * 1024 * 1024,
  /** UTF-16 units of all keys together. */
  totalLength: 16 * 1024 * 1024,
  /** Revisions that are kept; the product then takes no change until old ones are removed, this node removes the oldest. */
  revisions: 1_000,
  /** UTF-16 units of all revisions together. */
  revisionsLength: 64 * 1024 * 1024,
});
