import type { DatabaseSync } from "node:sqlite";

/** Raised with every change of the tables below; a file of another version is refused, never converted. */
export const schemaVersion = 1;

/** "mlmx", by which a file is known to be a mail store. */
export const applicationId = 0x6d6c6d78;

/** Columns both tables have. `_key` columns hold text without case, in the form that filters compare. */
const commonColumns = `
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL,
  action_id INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  action TEXT NOT NULL,
  sender TEXT NOT NULL,
  sender_key TEXT NOT NULL,
  sender_domain TEXT NOT NULL,
  recipient TEXT NOT NULL,
  recipient_key TEXT NOT NULL,
  recipient_domain TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_key TEXT NOT NULL,
  client_ip TEXT NOT NULL COLLATE NOCASE,
  helo TEXT NOT NULL COLLATE NOCASE,
  sasl TEXT NOT NULL COLLATE NOCASE,
  size INTEGER NOT NULL,
  listener TEXT NOT NULL COLLATE NOCASE,
  transport TEXT NOT NULL COLLATE NOCASE,
  scores TEXT NOT NULL,
  sa_score REAL,
  rpd_in REAL,
  rpd_out REAL,
  metadata TEXT`;

const tables = `
CREATE TABLE queue (${commonColumns},
  quarantine TEXT NOT NULL COLLATE NOCASE,
  retries INTEGER NOT NULL,
  retry_at INTEGER,
  error TEXT NOT NULL,
  path TEXT NOT NULL
) STRICT;
CREATE TABLE history (${commonColumns},
  queue_id INTEGER,
  description TEXT NOT NULL
) STRICT;
`;

/** Every index ends in the order of the lists, so that a page is read from it without sorting. */
const indexes = `
CREATE INDEX queue_by_time ON queue (received_at DESC, id DESC);
CREATE INDEX queue_by_action ON queue (action, received_at DESC, id DESC);
CREATE INDEX queue_by_quarantine ON queue (quarantine, received_at DESC, id DESC);
CREATE INDEX queue_by_sender ON queue (sender_key, received_at DESC, id DESC);
CREATE INDEX queue_by_recipient ON queue (recipient_key, received_at DESC, id DESC);
CREATE INDEX queue_by_sender_domain ON queue (sender_domain, received_at DESC, id DESC);
CREATE INDEX queue_by_recipient_domain ON queue (recipient_domain, received_at DESC, id DESC);
CREATE INDEX queue_by_client ON queue (client_ip, received_at DESC, id DESC);
CREATE INDEX queue_by_message ON queue (message_id);
CREATE INDEX queue_due ON queue (retry_at) WHERE retry_at IS NOT NULL;
CREATE INDEX history_by_time ON history (received_at DESC, id DESC);
CREATE INDEX history_by_action ON history (action, received_at DESC, id DESC);
CREATE INDEX history_by_sender ON history (sender_key, received_at DESC, id DESC);
CREATE INDEX history_by_recipient ON history (recipient_key, received_at DESC, id DESC);
CREATE INDEX history_by_sender_domain ON history (sender_domain, received_at DESC, id DESC);
CREATE INDEX history_by_recipient_domain ON history (recipient_domain, received_at DESC, id DESC);
CREATE INDEX history_by_client ON history (client_ip, received_at DESC, id DESC);
CREATE INDEX history_by_message ON history (message_id);
CREATE INDEX history_by_queue_id ON history (queue_id) WHERE queue_id IS NOT NULL;
`;

/** Makes all indexes of both tables. */
export function createIndexes(database: DatabaseSync): void {
  database.exec(indexes);
}

/** Drops them, so that many rows can be put in faster; to be undone in the same transaction. */
export function dropIndexes(database: DatabaseSync): void {
  for (const [, name] of indexes.matchAll(/^CREATE INDEX (\w+)/gm)) database.exec(`DROP INDEX ${name}`);
}

/** Creates the tables in an empty database and marks it as a mail store of this version, or does nothing at all. */
export function createSchema(database: DatabaseSync): void {
  database.exec(
    `BEGIN; ${tables} ${indexes}
     PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT;`,
  );
}
