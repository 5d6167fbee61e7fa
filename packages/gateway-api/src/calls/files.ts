import { plain } from "./operation.ts";
import { given, optionalNumber, toNumber } from "./values.ts";

/** Which piece of a file. */
export interface FileReadOptions {
  /** First byte. Default 0. */
  readonly offset?: number | undefined;
  /** Bytes to read, 16 MiB at most. Default 10,000. */
  readonly sizeBytes?: number | undefined;
}

/** A piece of a file. */
export interface FilePiece {
  readonly data: Uint8Array;
  /** How many bytes the node says that there are; fewer than asked for at the end. */
  readonly sizeBytes: number;
  /** Where the next piece begins. */
  readonly nextOffset: number;
}

/** A file or folder of the node. */
export interface GatewayFile {
  /** Its name within the folder. */
  readonly name: string;
  /** `file` or `folder`; another word where the node has one. */
  readonly type: string;
  readonly sizeBytes: number;
  /** Unix seconds. */
  readonly modifiedAt: number;
}

/** Files of a node. */
export const fileOperations = {
  fileRead: plain(
    "fileRead",
    (path: string, { offset, sizeBytes }: FileReadOptions = {}) => ({
      file: path,
      ...given({
        offset: optionalNumber(offset, "the offset"),
        size: optionalNumber(sizeBytes, "the size"),
      }),
    }),
    ({ data, size, offset }): FilePiece => ({
      data,
      sizeBytes: toNumber(size, "the size of a piece"),
      nextOffset: toNumber(offset, "the place of the next piece"),
    }),
  ),
  fileList: plain(
    "fileList",
    (path: string) => ({ path }),
    ({ result }): readonly GatewayFile[] =>
      result.item.map(({ name, type, size, modified }) => ({
        name,
        type,
        sizeBytes: toNumber(size, "the size of a file"),
        modifiedAt: toNumber(modified, "the time of a file"),
      })),
  ),
};
