/**
 * Departures from RFC 9112 that a parser may be told to put up with, each by its name. All are off unless asked
 * for, and each is reported (event `leniency`) in the message that needed it.
 */
export const leniencies = [
  /** A line of the head or of the trailers may end with LF alone (RFC 9112 section 2.2). Never inside chunked framing. */
  "bare-lf",
  /** A folded field line is joined to the one before it by a space (RFC 9112 section 5.2). */
  "obs-fold",
  /** White space between a field name and its colon is dropped (RFC 9112 section 5.1). */
  "space-before-colon",
  /** Spaces or tabs between a chunk size (or its extensions) and CRLF, as old appliances pad them (RFC 9112 section 7.1). */
  "chunk-size-trailing-space",
  /** `HTTP/1.1 200` and CRLF, without the space that precedes even an empty reason phrase (RFC 9112 section 4). */
  "status-line-without-reason",
] as const;

/** One of {@link leniencies}. */
export type Leniency = (typeof leniencies)[number];
