/** The largest RRD file that is read, in bytes. A graph of seven data sources kept for a year has 200 KB. */
export const maxRrdBytes = 33_554_432;

/** The most data sources of one file. */
export const maxRrdDataSources = 1_024;

/** The most archives of one file. */
export const maxRrdArchives = 256;

/** The most values, rows times columns, that one question to a file may give. */
export const maxRrdSeriesValues = 4_194_304;

/** The last second of which JavaScript's `Date` knows. */
export const maxRrdTime = 8_640_000_000_000;
