import { piece } from "../mail/operations.ts";
import { fault } from "../service/fault.ts";
import type { HandlersOf } from "../service/handlers.ts";
import type { NodeFiles } from "./node-files.ts";

/** The operations on files. */
export type FileOperations = HandlersOf<"fileRead" | "fileList">;

const defaultSize = 10_000;

/** Makes them. */
export function createFileOperations(files: NodeFiles): FileOperations {
  return {
    async fileRead({ file, offset = 0, size = defaultSize }) {
      const bytes = await files.read(file);
      if (bytes === undefined) throw fault("file not found");
      const data = piece(bytes, offset, size);
      return { data, size: data.length, offset: Number(offset) + data.length };
    },
    fileList({ path }) {
      const item = files.list(path);
      if (item === undefined) throw fault("folder not found");
      return { result: { item } };
    },
  };
}
