import { GatewayApiError } from "../errors.ts";

/** Options of what is read piece by piece. */
export interface ReadPiecesOptions {
  /** Bytes of one piece, 1 to 16,777,216. Default 262,144. */
  readonly pieceBytes?: number;
  /** The most bytes that are read; more is an error. Default 268,435,456. */
  readonly maxBytes?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** One call's worth of bytes, and what the node says about where it ends. */
export interface Piece {
  readonly data: Uint8Array;
  /** Where the node says that the next piece begins, if it does. */
  readonly nextOffset?: number;
}

/** Nodes give no more at once, and a shorter piece than was asked for is the last one. */
const mostPieceBytes = 16_777_216;
const defaultPieceBytes = 262_144;
const defaultMaxBytes = 268_435_456;

/**
 * Pieces from the first byte to the last. A piece that is shorter than it was asked for is the last one, as the nodes have
 * it; where the length is a multiple of the piece's, an empty one comes last.
 * @throws GatewayApiError `invalid_argument`, `too_large`, and `bad_answer` for a piece that is longer than it was asked for
 *   or does not end where the node says
 */
export async function* readPieces(
  what: string,
  read: (offset: number, sizeBytes: number) => Promise<Piece>,
  { pieceBytes = defaultPieceBytes, maxBytes = defaultMaxBytes, signal }: ReadPiecesOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (!Number.isInteger(pieceBytes) || pieceBytes < 1 || pieceBytes > mostPieceBytes) {
    throw new GatewayApiError("invalid_argument", `pieceBytes must be from 1 to ${mostPieceBytes}`);
  }
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 0) {
    throw new GatewayApiError("invalid_argument", "maxBytes must be a whole number from 0");
  }
  let offset = 0;
  for (;;) {
    signal?.throwIfAborted();
    // One byte beyond the limit tells that there is more.
    const asked = Math.min(pieceBytes, maxBytes - offset + 1);
    const { data, nextOffset = offset + data.length } = await read(offset, asked);
    if (data.length > asked) {
      throw new GatewayApiError("bad_answer", `a piece of ${what} has more bytes than were asked for`);
    }
    if (nextOffset !== offset + data.length) {
      throw new GatewayApiError("bad_answer", `a piece of ${what} does not end where the node says`);
    }
    offset = nextOffset;
    if (offset > maxBytes) {
      throw new GatewayApiError("too_large", `${what} has more than ${maxBytes} bytes (maxBytes)`);
    }
    if (data.length > 0) yield data;
    if (data.length < asked) return;
  }
}
