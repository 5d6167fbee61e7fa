import type { DatabaseSync } from "node:sqlite";
import { dictionaries, searchedDictionaries } from "./dictionaries.ts";

/** Raised with every change of the tables below; a file of another version is refused, never converted. */
export const schemaVersion = 2;

/** "mlmx", by which a file is known to be a mail store. */
export const applicationId = 0x6d6c6d78;

/**
 * Columns both tables have: what was received as it was written, and numbers in dictionaries for what filters compare.
 * A text that a thousand messages have in common is then compared once, and an index on it is one of small numbers.
 */
const commonColumns = `
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  action_id INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  action TEXT NOT NULL,
  sender TEXT NOT NULL,
  sender_ref INTEGER NOT NULL,
  sender_domain_ref INTEGER NOT NULL,
  recipient TEXT NOT NULL,
  recipient_ref INTEGER NOT NULL,
  recipient_domain_ref INTEGER NOT NULL,
  subject TEXT NOT NULL,
  subject_ref INTEGER NOT NULL,
  client_ip TEXT NOT NULL,
  client_ref INTEGER NOT NULL,
  helo TEXT NOT NULL,
  helo_ref INTEGER NOT NULL,
  sasl TEXT NOT NULL,
  sasl_ref INTEGER NOT NULL,
  size INTEGER NOT NULL,
  listener TEXT NOT NULL,
  listener_ref INTEGER NOT NULL,
  transport TEXT NOT NULL,
  transport_ref INTEGER NOT NULL,
  scores TEXT NOT NULL,
  sa_score REAL,
  rpd_in REAL,
  rpd_out REAL,
  metadata TEXT,
  metadata_ref INTEGER`;

const tables = `
CREATE TABLE queue (${commonColumns},
  quarantine TEXT NOT NULL COLLATE NOCASE,
  retries INTEGER NOT NULL,
  retry_at INTEGER,
  error TEXT NOT NULL
) STRICT;
CREATE TABLE history (${commonColumns},
  queue_id INTEGER,
  description TEXT NOT NULL
) STRICT;
${dictionaries.map((name) => `CREATE TABLE ${name} (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;`).join("\n")}
`;

/**
 * The trigrams of the keys of a dictionary (FTS5): which keys have three given letters in a row. Places are not kept,
 * because every key that is found is compared with the whole pattern anyhow.
 */
const searches = searchedDictionaries
  .map(
    (name) => `
CREATE VIRTUAL TABLE ${name}_search USING fts5(
  key, content = '${name}', content_rowid = 'id', tokenize = 'trigram case_sensitive 1', detail = 'none', columnsize = 0
);`,
  )
  .join("");

const searchTriggers = searchedDictionaries
  .map(
    (name) => `
CREATE TRIGGER ${name}_added AFTER INSERT ON ${name} BEGIN
  INSERT INTO ${name}_search (rowid, key) VALUES (new.id, new.key);
END;
CREATE TRIGGER ${name}_removed AFTER DELETE ON ${name} BEGIN
  INSERT INTO ${name}_search (${name}_search, rowid, key) VALUES ('delete', old.id, old.key);
END;`,
  )
  .join("");

/** What filters look at in the most rows stands in the index in whose order the lists are, so a scan reads no row. */
const scanned = [
  ...["received_at DESC", "id DESC", "action", "sender_ref", "recipient_ref", "subject_ref", "client_ref"],
  ...["helo_ref", "sasl_ref", "sender_domain_ref", "recipient_domain_ref", "listener_ref", "transport_ref"],
  ...["size", "sa_score", "rpd_in", "rpd_out", "metadata_ref", "action_id"],
].join(", ");

/** Columns that are looked up in both tables. Every index ends in the order of the lists, so that a page needs no sorting. */
const ordered = [
  ...["action", "sender_ref", "sender_domain_ref", "recipient_ref", "recipient_domain_ref", "subject_ref"],
  ...["client_ref", "helo_ref", "sasl_ref", "listener_ref", "transport_ref"],
];

const indexes = [
  ...(["queue", "history"] as const).flatMap((table) => [
    `CREATE INDEX ${table}_by_time ON ${table} (${scanned})`,
    ...ordered.map(
      (column) => `CREATE INDEX ${table}_by_${column} ON ${table} (${column}, received_at DESC, id DESC)`,
    ),
    `CREATE INDEX ${table}_by_message ON ${table} (message_id)`,
    `CREATE INDEX ${table}_by_size ON ${table} (size)`,
    ...["sa_score", "rpd_in", "rpd_out", "metadata_ref"].map(
      (column) => `CREATE INDEX ${table}_by_${column} ON ${table} (${column}) WHERE ${column} IS NOT NULL`,
    ),
  ]),
  "CREATE INDEX queue_by_quarantine ON queue (quarantine, received_at DESC, id DESC)",
  "CREATE INDEX queue_due ON queue (retry_at) WHERE retry_at IS NOT NULL",
  "CREATE INDEX history_by_queue_id ON history (queue_id) WHERE queue_id IS NOT NULL",
];

/** Makes all indexes, those on text too. */
export function createIndexes(database: DatabaseSync): void {
  database.exec(indexes.join(";\n"));
  for (const name of searchedDictionaries) {
    database.exec(`INSERT INTO ${name}_search (${name}_search) VALUES ('rebuild')`);
  }
  database.exec(searchTriggers);
}

/** Drops them, so that many rows can be put in faster; to be undone in the same transaction. */
export function dropIndexes(database: DatabaseSync): void {
  for (const index of indexes) database.exec(`DROP INDEX ${/^CREATE INDEX (\w+)/.exec(index)?.[1]}`);
  for (const name of searchedDictionaries) {
    database.exec(`DROP TRIGGER ${name}_added; DROP TRIGGER ${name}_removed;`);
  }
}

/** Creates the tables in an empty database and marks it as a mail store of this version, or does nothing at all. */
export function createSchema(database: DatabaseSync): void {
  database.exec("BEGIN");
  try {
    database.exec(`${tables} ${searches}`);
    createIndexes(database);
    database.exec(
      `PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT;`,
    );
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
