import type { DatabaseSync, StatementSync } from "node:sqlite";

/** How many prepared statements are kept; a panel in use sends far fewer shapes of filter. */
const maxStatements = 100;

/** Prepared statements by their text, the least recently used dropped first. */
export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The statement for a text, prepared at first use. Integers come back as bigint, because ids have 64 bits. */
  get(text: string): StatementSync {
    const known = this.#statements.get(text);
    if (known !== undefined) {
      this.#statements.delete(text);
      this.#statements.set(text, known);
      return known;
    }
    const statement = this.#database.prepare(text);
    statement.setReadBigInts(true);
    this.#statements.set(text, statement);
    if (this.#statements.size > maxStatements) {
      const [oldest] = this.#statements.keys();
      if (oldest !== undefined) this.#statements.delete(oldest);
    }
    return statement;
  }

  /** Forgets all, before the database is closed. */
  clear(): void {
    this.#statements.clear();
  }
}
