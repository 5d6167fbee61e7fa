import { fault } from "../service/fault.ts";
import type { MailStore, RawMessages } from "../store/mail-store.ts";
import { mailFolder } from "../store/message-path.ts";
import { condition, all, parseFilter } from "@mailmux/gateway-api";

/** A file or folder of the node. */
export interface FileStat {
  readonly name: string;
  readonly type: "file" | "folder";
  readonly size: number;
  /** Unix seconds UTC. */
  readonly modified: number;
}

/** The files that clients may read. Nothing of it is a file of this machine: paths are names and no more. */
export interface NodeFiles {
  /** The bytes of a file; undefined when there is none of that path. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** What is in a folder, by name; undefined when there is no such folder. */
  list(path: string): FileStat[] | undefined;
}

/** A file that is made when it is read, such as a log. */
export interface MadeFile {
  readonly path: string;
  readonly read: () => Uint8Array;
  /** Unix seconds UTC. */
  readonly modified: () => number;
}

/** Rows of a listing; a folder of messages may have a hundred thousand. */
const maxEntries = 10_000;

const longestPath = 1_024;

/** Makes them of the messages in the queue and of some more files. */
export function createNodeFiles(
  store: MailStore,
  messages: RawMessages,
  made: readonly MadeFile[],
): NodeFiles {
  const messageFile = async (name: string): Promise<Uint8Array | undefined> => {
    const [, messageId, actionId, kind] = /^([0-9a-f-]{36})-(\d{1,9})\.(eml|delta)$/.exec(name) ?? [];
    if (messageId === undefined || actionId === undefined) return undefined;
    const filter = all(condition("messageid", "=", messageId), condition("actionid", "=", actionId));
    const [row] = store.page("queue", filter, { offset: 0, limit: 1 });
    if (row === undefined) return undefined;
    const { original, delta } = await messages.get(row);
    if (kind === "eml") return original;
    return delta === "" ? undefined : Buffer.from(delta);
  };
  const folders = new Map<string, () => FileStat[]>([
    ["/storage", () => [folder("log"), folder("mail")]],
    ["/storage/mail", () => [folder("processed")]],
    [
      "/storage/log",
      () =>
        made.map(({ path, read, modified }) => ({
          name: path.slice(path.lastIndexOf("/") + 1),
          type: "file",
          size: read().length,
          modified: modified(),
        })),
    ],
    [
      mailFolder,
      () =>
        store
          .page("queue", parseFilter(""), { offset: 0, limit: maxEntries })
          .map(({ path, size, receivedAt }) => ({
            name: path.slice(path.lastIndexOf("/") + 1),
            type: "file" as const,
            size,
            modified: receivedAt,
          }))
          .sort((left, right) => (left.name < right.name ? -1 : 1)),
    ],
  ]);
  return {
    async read(path) {
      checkPath(path);
      const file = made.find((each) => each.path === path);
      if (file !== undefined) return file.read();
      const prefix = `${mailFolder}/`;
      return path.startsWith(prefix) ? messageFile(path.slice(prefix.length)) : undefined;
    },
    list(path) {
      checkPath(path);
      return folders.get(path.length > 1 ? path.replace(/\/$/, "") : path)?.();
    },
  };
}

function folder(name: string): FileStat {
  return { name, type: "folder", size: 0, modified: 0 };
}

/** Says no to paths that lead elsewhere, before anybody looks for them. */
function checkPath(path: string): void {
  if (path.length > longestPath) throw fault("the path is too long");
  const parts = path.split("/");
  const isOdd = !path.startsWith("/") || path.includes("\\") || parts.includes("..") || parts.includes(".");
  if (isOdd || [...path].some(isControl)) throw fault("not a path of this node");
  if (path !== "/storage" && !path.startsWith("/storage/"))
    throw fault("only files below /storage can be read");
}

function isControl(character: string): boolean {
  return character < " " || character === "\x7f";
}
