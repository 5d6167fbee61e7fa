import { HttpTlsError } from "../errors.ts";

/** How much of each thing a peer may send. Every error names the limit that was exceeded. 0 means zero, not "none". */
export interface WireLimits {
  /** Start line and fields together, and likewise the trailers. Bytes; default 64 KiB. */
  readonly maxHeaderBytes: number;
  /** Field lines in a head or in the trailers. Default 256. */
  readonly maxHeaderFields: number;
  /** Body bytes after removing the transfer coding. Default 256 MiB. */
  readonly maxBodyBytes: number;
  /** Chunk extensions of one body, in total. Bytes; default 16 KiB. */
  readonly maxChunkExtensionBytes: number;
  /** Chunks of one body beyond one for each 16 of its bytes: chunks cost more than the bytes in them. Default 16,384. */
  readonly maxTinyChunks: number;
  /** Interim (1xx) responses before the final one. Default 8. */
  readonly maxInterimResponses: number;
}

/** The limits of a parser that is given none. */
export const defaultWireLimits: WireLimits = {
  maxHeaderBytes: 64 * 1024,
  maxHeaderFields: 256,
  maxBodyBytes: 256 * 1024 * 1024,
  maxChunkExtensionBytes: 16 * 1024,
  maxTinyChunks: 16 * 1024,
  maxInterimResponses: 8,
};

/**
 * @internal The limits, with the defaults for those that are left out or undefined. Throws `invalid_argument` for one
 * that is not a number from 0: nothing is larger than NaN, and a limit that is it would be none.
 */
export function resolveWireLimits(limits: {
  readonly [Name in keyof WireLimits]?: number | undefined;
}): WireLimits {
  const resolved: { -readonly [Name in keyof WireLimits]: number } = { ...defaultWireLimits };
  for (const name of Object.keys(defaultWireLimits) as (keyof WireLimits)[]) {
    const { [name]: limit = resolved[name] } = limits;
    if (typeof limit !== "number" || !(limit >= 0))
      throw new HttpTlsError("invalid_argument", `${name} must be a number from 0`);
    resolved[name] = limit;
  }
  return resolved;
}

/** @internal The error for something over its limit, which it names. */
export function tooLarge(what: string, limit: keyof WireLimits, offset?: number): HttpTlsError {
  return new HttpTlsError("too_large", what, {
    context: { limit, ...(offset === undefined ? {} : { offset }) },
  });
}
