/** What a node takes from a network that may be hostile. Each is a whole number above 0. */
export interface NodeLimits {
  /** Bytes of a request body; more is answered with 413. */
  readonly maxBodyBytes: number;
  /** Bytes of all header fields of a request; more is answered with 431. */
  readonly maxHeaderBytes: number;
  /** Milliseconds from the first byte of a request until its header must be there (408), and for a TLS handshake. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until a whole request must be there (408). */
  readonly requestTimeoutMs: number;
  /** A request of which fewer bytes than this come in ten seconds is too slow (408). */
  readonly minBytesPerInterval: number;
  /** Connections at once; more are closed. */
  readonly maxConnections: number;
  /** The same, of one address. */
  readonly maxConnectionsPerAddress: number;
}

export const defaultLimits: NodeLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 16 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  minBytesPerInterval: 1_024,
  maxConnections: 1_000,
  maxConnectionsPerAddress: 250,
};
