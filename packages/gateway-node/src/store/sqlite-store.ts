import { comparable, type Filter, type MessageSource } from "@mailmux/gateway-api";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { GatewayNodeError } from "../errors.ts";
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
import { Dictionaries, references } from "./dictionaries.ts";
import { Lists } from "./lists.ts";
import { openDatabase } from "./open-database.ts";
import { createIndexes, dropIndexes } from "./schema.ts";
import { arrivalColumns, arrivalValues, rowMessage, storable, type OutputRow } from "./rows.ts";
import { StatementCache } from "./statements.ts";

/** Options of {@link createSqliteStore}. */
export interface SqliteStoreOptions {
  /** The database file, made when it does not exist; in memory when left out. */
  readonly path?: string;
  /** Rows at the newest end of a list that are looked through before any index is asked. Default 30,000. */
  readonly windowRows?: number;
}

/**
 * A mail store on the SQLite that comes with Node.
 * @throws GatewayNodeError `store_version` or `store_unreadable`
 */
export function createSqliteStore(options: SqliteStoreOptions = {}): MailStore {
  return new SqliteStore(openDatabase(options.path), options.windowRows);
}

const insertQueue = insertText("queue", [
  ...arrivalColumns,
  ...["id", "action", "quarantine", "retries", "retry_at", "error"],
]);
const insertHistory = insertText("history", [...arrivalColumns, "action", "queue_id", "description"]);

class SqliteStore implements MailStore {
  readonly #database: DatabaseSync;
  readonly #statements: StatementCache;
  readonly #dictionaries: Dictionaries;
  readonly #lists: Lists;

  constructor(database: DatabaseSync, windowRows: number | undefined) {
    this.#database = database;
    this.#statements = new StatementCache(database);
    this.#dictionaries = new Dictionaries(this.#statements);
    this.#lists = new Lists(this.#statements, windowRows);
  }

  page(source: MessageSource, filter: Filter, range: PageRange): StoredMessage[] {
    this.#checkOpen();
    return this.#lists.page(source, filter, range).map((row) => rowMessage(row, source));
  }

  count(source: MessageSource, filter: Filter): number {
    this.#checkOpen();
    return this.#lists.count(source, filter);
  }

  enqueue(arrival: Arrival, state: QueueState = {}): bigint {
    const quarantine = storable(state.quarantine ?? "");
    return this.#insert(insertQueue, [
      ...this.#arrivalValues(arrival),
      state.id ?? null,
      quarantine === "" ? "DELIVER" : "QUARANTINE",
      quarantine,
      state.retries ?? 0,
      quarantine === "" ? (state.retryAt ?? arrival.receivedAt) : null,
      storable(state.error ?? ""),
    ]);
  }

  record(arrival: Arrival, state: HistoryState): bigint {
    const values = this.#arrivalValues(arrival);
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
    this.#checkOpen();
    return this.#lists.matching(filter, after ?? smallestId, limit).map((row) => rowMessage(row, "queue"));
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
    if (transport !== undefined) {
      const name = storable(transport);
      const ref = this.#dictionaries.idOf("routes", comparable(name, "ascii"));
      changes.push(["transport = ?", name], ["transport_ref = ?", ref]);
    }
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
    const columns = Object.values(references).flat();
    const text =
      "DELETE FROM history WHERE id IN" +
      " (SELECT id FROM history ORDER BY received_at DESC, id DESC LIMIT -1 OFFSET ?)" +
      ` RETURNING ${columns.join(", ")}`;
    const gone = this.#all(text, [maxRows]);
    for (const dictionary of ["addresses", "hosts", "subjects", "metadata"] as const) {
      const ids = gone.flatMap((row) => references[dictionary].map((column) => row[column]));
      this.#dictionaries.sweep(dictionary, new Set(ids.filter((id) => typeof id === "bigint")));
    }
    return gone.length;
  }

  transaction<T>(work: () => T): T {
    this.#checkOpen();
    this.#database.exec("BEGIN");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#dictionaries.forget();
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
    this.#checkOpen();
    return this.#statements.get(text).run(...values).lastInsertRowid as bigint;
  }

  #all(text: string, parameters: readonly SQLInputValue[]): OutputRow[] {
    this.#checkOpen();
    return this.#statements.get(text).all(...parameters);
  }

  #run(text: string, parameters: readonly SQLInputValue[]): number {
    this.#checkOpen();
    return Number(this.#statements.get(text).run(...parameters).changes);
  }

  #arrivalValues(arrival: Arrival): SQLInputValue[] {
    this.#checkOpen();
    return arrivalValues(arrival, (dictionary, key) => this.#dictionaries.idOf(dictionary, key));
  }

  #checkOpen(): void {
    if (!this.#database.isOpen) throw new GatewayNodeError("store_closed", "The mail store is closed.");
  }
}

const smallestId = -(2n ** 63n);

function insertText(into: string, columns: readonly string[]): string {
  return `INSERT INTO ${into} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
}
