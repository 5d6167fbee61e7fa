import { GatewayApiError } from "../errors.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type ListRow } from "../messages/list.ts";
import { readPieces, type ReadPiecesOptions } from "./pieces.ts";

/** Options of {@link downloadMessage}. */
export interface DownloadMessageOptions extends ReadPiecesOptions {
  /** As it was received. Default: with the changes that the gateway made. */
  readonly original?: boolean;
}

/**
 * The bytes of a message (RFC 5322), piece by piece: operation `mailQueueDownload`. A row of the history is looked for by the
 * queue id that it came from, which is there as long as the message is. Nodes before 4.8 do not have the operation: `readFile`
 * with the `path` of the row gives the message as it was received.
 * @throws SoapFault when the node does not have the message any more; GatewayApiError `invalid_argument` for a row of the
 *   history that does not say which message it is about, `too_large`, `bad_answer`
 */
export function downloadMessage(
  gateway: Gateway,
  row: Pick<ListRow, "id" | "source" | "queueId">,
  { original = false, ...options }: DownloadMessageOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const id = row.source === "history" ? row.queueId : row.id;
  if (id === undefined) {
    throw new GatewayApiError(
      "invalid_argument",
      "the row does not say which message of the queue it is about",
    );
  }
  const calls = gateway.calls({ signal: options.signal });
  return readPieces(
    "the message",
    async (offset, sizeBytes) => ({
      data: await calls.mailQueueDownload(id, { offset, sizeBytes, original }),
    }),
    options,
  );
}
