/** What a multipart answer may hold. Every error names the limit that was exceeded. 0 means zero. */
export interface MimeLimits {
  /** Parts in the whole answer, the envelope included. Default 100. */
  readonly maxParts: number;
  /** Bytes of the header fields of one part. Default 16 KiB. */
  readonly maxPartHeaderBytes: number;
  /** Bytes of one part, after its transfer encoding has been removed. Default 256 MiB. */
  readonly maxPartBytes: number;
  /** Bytes of the whole answer as it came. Default 256 MiB. */
  readonly maxTotalBytes: number;
}

export const defaultMimeLimits: MimeLimits = {
  maxParts: 100,
  maxPartHeaderBytes: 16_384,
  maxPartBytes: 268_435_456,
  maxTotalBytes: 268_435_456,
};
