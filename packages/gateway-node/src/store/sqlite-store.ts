import type { Filter, MessageSource } from "@mailmux/gateway-api";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { GatewayNodeError } from "../errors.ts";
import { filterToSql } from "./filter-sql.ts";
import type {
  Deferral,
  FinalAction,
  HistoryState,
  HistoryTally,
  MailStore,
  PageRange,
  QueueChanges,
  QueueState,
} from "./mail-store.ts";
import type { Arrival, MessageAction, StoredMessage } from "./message.ts";
import { openDatabase } from "./open-database.ts";
import { createIndexes, dropIndexes } from "./schema.ts";
import { arrivalColumns, arrivalValues, rowMessage, storable, type OutputRow } from "./rows.ts";
import { StatementCache } from "./statements.ts";

/** Options of {@link createSqliteStore}. */
export interface SqliteStoreOptions {
  /** The database file, made when it does not exist; in memory when left out. */
  readonly path?: string;
}

/**
 * A mail store on the SQLite that comes with Node.
 * @throws GatewayNodeError `store_version` or `store_unreadable`
 */
export function createSqliteStore(options: SqliteStoreOptions = {}): MailStore {
  return new SqliteStore(openDatabase(options.path));
}

const insertQueue = insertText("queue", [
  ...arrivalColumns,
  ...["id", "action", "quarantine", "retries", "retry_at", "error", "path"],
]);
const insertHistory = insertText("history", [...arrivalColumns, "action", "queue_id", "description"]);

class SqliteStore implements MailStore {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = new StatementCache(database);
  }

  page(source: MessageSource, filter: Filter, { offset, limit }: PageRange): StoredMessage[] {
    const where = filterToSql(filter, source);
    const text =
      `SELECT * FROM ${table(source)} WHERE ${where.text}` +
      " ORDER BY received_at DESC, id DESC LIMIT ? OFFSET ?";
    return this.#all(text, [...where.parameters, limit, offset]).map((row) => rowMessage(row, source));
  }

  count(source: MessageSource, filter: Filter): number {
    const where = filterToSql(filter, source);
    const [row] = this.#all(
      `SELECT count(*) AS total FROM ${table(source)} WHERE ${where.text}`,
      where.parameters,
    );
    return Number(row?.["total"]);
  }

  enqueue(arrival: Arrival, state: QueueState = {}): bigint {
    const quarantine = storable(state.quarantine ?? "");
    return this.#insert(insertQueue, [
      ...arrivalValues(arrival),
      state.id ?? null,
      quarantine === "" ? "DELIVER" : "QUARANTINE",
      quarantine,
      state.retries ?? 0,
      quarantine === "" ? (state.retryAt ?? arrival.receivedAt) : null,
      storable(state.error ?? ""),
      `/storage/mail/processed/${arrival.messageId}-${arrival.actionId}.eml`,
    ]);
  }

  record(arrival: Arrival, state: HistoryState): bigint {
    const values = arrivalValues(arrival);
    values.push(state.action, state.queueId ?? null, storable(state.description));
    return this.#insert(insertHistory, values);
  }

  defer(id: bigint, { error, retryAt }: Deferral): boolean {
    const text =
      "UPDATE queue SET retries = retries + 1, error = ?, retry_at = ? WHERE id = ? AND action = 'DELIVER'";
    return this.#run(text, [storable(error), retryAt, id]) > 0;
  }

  finish(id: bigint, action: FinalAction, description: string): boolean {
    const [row] = this.#all("DELETE FROM queue WHERE id = ? RETURNING *", [id]);
    if (row === undefined) return false;
    this.record(rowMessage(row, "queue"), { action, description, queueId: id });
    return true;
  }

  find(id: bigint): StoredMessage | undefined {
    const [row] = this.#all("SELECT * FROM queue WHERE id = ?", [id]);
    return row === undefined ? undefined : rowMessage(row, "queue");
  }

  matching(filter: Filter, after: bigint | undefined, limit: number): StoredMessage[] {
    const where = filterToSql(filter, "queue");
    const text = `SELECT * FROM queue WHERE id > ? AND ${where.text} ORDER BY id LIMIT ?`;
    const smallest = -(2n ** 63n);
    return this.#all(text, [after ?? smallest, ...where.parameters, limit]).map((row) =>
      rowMessage(row, "queue"),
    );
  }

  lastId(): bigint {
    const [row] = this.#all("SELECT seq FROM sqlite_sequence WHERE name = 'queue'", []);
    return (row?.["seq"] as bigint | undefined) ?? 0n;
  }

  reschedule(id: bigint, retryAt: number): boolean {
    const text = "UPDATE queue SET action = 'DELIVER', quarantine = '', retry_at = ? WHERE id = ?";
    return this.#run(text, [retryAt, id]) > 0;
  }

  update(id: bigint, { quarantine, transport }: QueueChanges): boolean {
    const changes: [string, SQLInputValue][] = [];
    if (quarantine !== undefined) {
      changes.push(
        ["quarantine = ?", storable(quarantine)],
        ["action = ?", "QUARANTINE"],
        ["retry_at = ?", null],
      );
    }
    if (transport !== undefined) changes.push(["transport = ?", storable(transport)]);
    if (changes.length === 0) return this.find(id) !== undefined;
    const text = `UPDATE queue SET ${changes.map(([column]) => column).join(", ")} WHERE id = ?`;
    return this.#run(text, [...changes.map(([, value]) => value), id]) > 0;
  }

  due(now: number, limit: number): StoredMessage[] {
    const text = "SELECT * FROM queue WHERE retry_at IS NOT NULL AND retry_at <= ? ORDER BY retry_at LIMIT ?";
    return this.#all(text, [now, limit]).map((row) => rowMessage(row, "queue"));
  }

  tally(): HistoryTally[] {
    const domain = (address: string): string => `lower(substr(${address}, instr(${address}, '@') + 1))`;
    const text =
      `SELECT action, listener, ${domain("sender")} AS sender_domain, ${domain("recipient")} AS recipient_domain,` +
      " count(*) AS total, min(received_at) AS first, max(received_at) AS last FROM history GROUP BY 1, 2, 3, 4";
    return this.#all(text, []).map((row) => ({
      action: row["action"] as MessageAction,
      listener: row["listener"] as string,
      senderDomain: row["sender_domain"] as string,
      recipientDomain: row["recipient_domain"] as string,
      count: Number(row["total"]),
      first: Number(row["first"]),
      last: Number(row["last"]),
    }));
  }

  trimHistory(maxRows: number): number {
    const text =
      "DELETE FROM history WHERE id IN" +
      " (SELECT id FROM history ORDER BY received_at DESC, id DESC LIMIT -1 OFFSET ?)";
    return this.#run(text, [maxRows]);
  }

  transaction<T>(work: () => T): T {
    this.#openDatabase().exec("BEGIN");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  load<T>(work: () => T): T {
    return this.transaction(() => {
      const isEmpty =
        this.#all("SELECT 1 FROM queue UNION ALL SELECT 1 FROM history LIMIT 1", []).length === 0;
      if (!isEmpty) return work();
      dropIndexes(this.#database);
      const result = work();
      createIndexes(this.#database);
      return result;
    });
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  #insert(text: string, values: readonly SQLInputValue[]): bigint {
    this.#openDatabase();
    return this.#statements.get(text).run(...values).lastInsertRowid as bigint;
  }

  #all(text: string, parameters: readonly SQLInputValue[]): OutputRow[] {
    this.#openDatabase();
    return this.#statements.get(text).all(...parameters);
  }

  #run(text: string, parameters: readonly SQLInputValue[]): number {
    this.#openDatabase();
    return Number(this.#statements.get(text).run(...parameters).changes);
  }

  #openDatabase(): DatabaseSync {
    if (!this.#database.isOpen) throw new GatewayNodeError("store_closed", "The mail store is closed.");
    return this.#database;
  }
}

function table(source: MessageSource): "queue" | "history" {
  return source === "queue" ? "queue" : "history";
}

function insertText(into: string, columns: readonly string[]): string {
  return `INSERT INTO ${into} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
}
