import { GatewayNodeError } from "../errors.ts";
import type { Search, Searcher } from "./conditions.ts";
import { bound, type Sql } from "./sql.ts";

/** Patterns of one filter that are compared with every text of a dictionary that may match. */
export const maxSearches = 100;

/** What fills a temporary table with the numbers of the texts that match. */
export interface SearchTable {
  readonly query: Sql;
  /** All texts have to be looked through. */
  readonly slow: boolean;
}

/** Looks at the text of the row itself: right for few rows. */
export const searchDirectly: Searcher = ({ column, dictionary, test }) => ({
  text: `(SELECT ${test.text} FROM ${dictionary} WHERE id = ${column})`,
  parameters: test.parameters,
});

/**
 * Makes the searcher that looks the row's reference up in the temporary tables `search_0`, `search_1` and so on: right
 * for many rows. The tables that are needed are put in `tables`.
 */
export function searchInTables(tables: SearchTable[]): Searcher {
  const known = new Map<string, number>();
  return (search) => {
    const query = keysOf(search);
    const key = JSON.stringify([query.text, query.parameters]);
    const index = known.get(key) ?? tables.push({ query, slow: search.trigrams === undefined }) - 1;
    known.set(key, index);
    if (tables.length > maxSearches) {
      throw new GatewayNodeError(
        "filter_too_complex",
        `A filter may have at most ${maxSearches} different conditions with ~ or on metadata.`,
      );
    }
    return bound(`${search.column} IN temp.search_${index}`);
  };
}

/** The tables that a condition names. Its text is made of fixed names only, so nothing else can look like one. */
export function tablesIn({ text }: Sql): number[] {
  return [...new Set([...text.matchAll(/temp\.search_(\d+)/g)].map(([, index]) => Number(index)))];
}

function keysOf({ dictionary, test, trigrams }: Search): Sql {
  const all = `SELECT id FROM ${dictionary} WHERE ${test.text}`;
  if (trigrams === undefined) return { text: all, parameters: test.parameters };
  return {
    text: `${all} AND id IN (SELECT rowid FROM ${dictionary}_search WHERE ${dictionary}_search MATCH ?)`,
    parameters: [...test.parameters, trigrams],
  };
}
