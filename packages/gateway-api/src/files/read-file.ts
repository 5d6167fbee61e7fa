import { type Gateway } from "../gateway/gateway.ts";
import { readPieces, type ReadPiecesOptions } from "./pieces.ts";

/**
 * The bytes of a file of a node, piece by piece: operation `fileRead`. A file that grows meanwhile is read to where it ends
 * then.
 * @throws SoapFault when there is no such file; GatewayApiError `too_large`, `bad_answer`, `invalid_argument`
 */
export function readFile(
  gateway: Gateway,
  path: string,
  options: ReadPiecesOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const calls = gateway.calls({ signal: options.signal });
  return readPieces(
    "the file",
    async (offset, sizeBytes) => {
      const { data, nextOffset } = await calls.fileRead(path, { offset, sizeBytes });
      return { data, nextOffset };
    },
    options,
  );
}
