import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { GatewayNodeError, reasonText } from "../errors.ts";
import { applicationId, createSchema, schemaVersion } from "./schema.ts";

/**
 * Opens the database of a mail store, in memory or in a file, and creates its tables when it is new.
 * @throws GatewayNodeError `store_version` or `store_unreadable`; the file is then as it was before
 */
export function openDatabase(path: string | undefined): DatabaseSync {
  const isNew = path === undefined || !existsSync(path) || statSync(path).size === 0;
  try {
    if (!isNew) checkFile(path);
    // Mail is nobody's business but the node's: the file, and what SQLite puts beside it, are its owner's alone.
    else if (path !== undefined) closeSync(openSync(path, "a", 0o600));
    const database = new DatabaseSync(path ?? ":memory:");
    // The mail of a node comes back from its seed, so losing the last moments in a power cut is no loss.
    database.exec(
      "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY;" +
        "PRAGMA mmap_size = 4294967296;",
    );
    if (path !== undefined) database.exec("PRAGMA journal_mode = WAL");
    if (isNew) createSchema(database);
    return database;
  } catch (error) {
    if (error instanceof GatewayNodeError) throw error;
    const message = `The mail store ${path ?? "in memory"} cannot be opened: ${reasonText(error)}`;
    throw new GatewayNodeError("store_unreadable", message, { cause: error });
  }
}

/** Looks at a file without the right to write, so that a foreign one is not touched. */
function checkFile(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const application = database.prepare("PRAGMA application_id").get()?.["application_id"];
    const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
    if (application !== applicationId) {
      throw new GatewayNodeError("store_unreadable", `${path} is not a mail store of a gateway node.`);
    }
    if (version !== schemaVersion) {
      throw new GatewayNodeError(
        "store_version",
        `${path} was written in version ${version}, this is version ${schemaVersion}; move the file away to start anew.`,
      );
    }
  } finally {
    database.close();
  }
}
