/** The longest filter text that is read, in UTF-16 units. */
export const maxFilterLength = 65_536;

/** The longest value of one condition, in UTF-16 units; no address, name or sensible subject search is longer. */
export const maxFilterValueLength = 4_096;

/** The most conditions that `any` and `not` may multiply a filter into. */
export const maxFilterConditions = 20_000;
