import type { SQLInputValue } from "node:sqlite";
import type { StatementCache } from "./statements.ts";

/**
 * Texts that messages have in common, each with a number, in the form that filters compare: addresses and names of
 * users; host names, domains and network addresses; subjects; names of listeners and transports; metadata as JSON.
 */
export const dictionaries = ["addresses", "hosts", "subjects", "routes", "metadata"] as const;

/** One of them. */
export type Dictionary = (typeof dictionaries)[number];

/** Those in which pieces of texts are looked up. The others are too small, or hold no text. */
export const searchedDictionaries = ["addresses", "hosts", "subjects"] as const;

/** The columns that refer to each of those that shrink: an entry to which none refers is forgotten. */
export const references = {
  addresses: ["sender_ref", "recipient_ref", "sasl_ref"],
  hosts: ["sender_domain_ref", "recipient_domain_ref", "client_ref", "helo_ref"],
  subjects: ["subject_ref"],
  metadata: ["metadata_ref"],
} as const satisfies Partial<Record<Dictionary, readonly string[]>>;

/** Numbers that are remembered for each dictionary, so that loading many rows does not look each of them up. */
const maxRemembered = 100_000;

/** The numbers of texts. */
export class Dictionaries {
  readonly #statements: StatementCache;
  readonly #remembered = new Map<Dictionary, Map<string, bigint>>();

  constructor(statements: StatementCache) {
    this.#statements = statements;
  }

  /** The number of a text, which is given one when it has none yet. */
  idOf(dictionary: Dictionary, key: string): bigint {
    const remembered = this.#rememberedIn(dictionary);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const id = this.#find(dictionary, key) ?? this.#add(dictionary, key);
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, id);
    return id;
  }

  /** Forgets those of these entries that no row refers to any more. */
  sweep(dictionary: keyof typeof references, ids: Iterable<SQLInputValue>): void {
    const unused = (["queue", "history"] as const)
      .flatMap((table) =>
        references[dictionary].map((column) => `SELECT 1 FROM ${table} WHERE ${column} = ?1`),
      )
      .map((query) => `NOT EXISTS (${query})`);
    const statement = this.#statements.get(
      `DELETE FROM ${dictionary} WHERE id = ?1 AND ${unused.join(" AND ")}`,
    );
    for (const id of ids) statement.run(id);
    this.#remembered.delete(dictionary);
  }

  /** Forgets what is remembered, after a transaction that was undone. */
  forget(): void {
    this.#remembered.clear();
  }

  #find(dictionary: Dictionary, key: string): bigint | undefined {
    return this.#statements.get(`SELECT id FROM ${dictionary} WHERE key = ?`).get(key)?.["id"] as
      bigint | undefined;
  }

  #add(dictionary: Dictionary, key: string): bigint {
    return this.#statements.get(`INSERT INTO ${dictionary} (key) VALUES (?)`).run(key)
      .lastInsertRowid as bigint;
  }

  #rememberedIn(dictionary: Dictionary): Map<string, bigint> {
    const known = this.#remembered.get(dictionary) ?? new Map<string, bigint>();
    this.#remembered.set(dictionary, known);
    return known;
  }
}
