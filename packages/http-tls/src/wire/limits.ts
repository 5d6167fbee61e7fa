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

export const defaultWireLimits: WireLimits = {
  maxHeaderBytes: 64 * 1024,
  maxHeaderFields: 256,
  maxBodyBytes: 256 * 1024 * 1024,
  maxChunkExtensionBytes: 16 * 1024,
  maxTinyChunks: 16 * 1024,
  maxInterimResponses: 8,
};
