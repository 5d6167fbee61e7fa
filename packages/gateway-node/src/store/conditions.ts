import {
  comparable,
  filterField,
  integerBound,
  likePieces,
  metadataName,
  type FilterCondition,
  type MessageSource,
} from "@mailmux/gateway-api";
import { indexedNumbers, numberColumn, scoreColumns, textColumns } from "./columns.ts";
import { searchedDictionaries, type Dictionary } from "./dictionaries.ts";
import { globPattern, likePattern, trigramQuery } from "./like.ts";
import { decimalSql, integerSql } from "./number-sql.ts";
import { bound, join, never, type Sql } from "./sql.ts";

/** That a column has one value; several of one column are one look-up. */
export interface Equality {
  readonly column: string;
  /** The column holds numbers of this dictionary. */
  readonly dictionary?: Dictionary;
  readonly values: readonly (string | bigint)[];
}

/** A condition of a filter. */
export type Condition =
  | { readonly kind: "equality"; readonly equality: Equality; readonly indexed: boolean }
  | { readonly kind: "sql"; readonly sql: Sql; readonly indexed: boolean };

/** A condition on the keys of a dictionary, to which a column refers. */
export interface Search {
  readonly column: string;
  readonly dictionary: Dictionary;
  /** Whether a `key` matches. */
  readonly test: Sql;
  /** The trigrams that a match has (FTS5 syntax); undefined when it has to be looked for among all keys. */
  readonly trigrams: string | undefined;
}

/** Turns a search into a condition on a row. */
export type Searcher = (search: Search) => Sql;

const neverHolds: Condition = { kind: "sql", sql: never, indexed: true };

/** What a condition asks of a row. */
export function compileCondition(
  condition: FilterCondition,
  source: MessageSource,
  searcher: Searcher,
): Condition {
  const { field, operator, value } = condition;
  const row = filterField(field);
  if (row === undefined || !row.sources.includes(source)) return neverHolds;
  switch (row.type) {
    case "integer":
      return integerCondition(numberColumn(field, source), condition);
    case "decimal": {
      const sql = scoreColumns(field).map((column) => decimalSql(column, operator, value));
      return { kind: "sql", sql: join("OR", sql), indexed: true };
    }
    case "action":
      return equality("action", undefined, [value.toUpperCase()], true);
    case "text":
      return textCondition(condition, source, searcher);
  }
}

/** The SQL of an equality. Many values are one parameter, so that the text of the statement does not grow with them. */
export function equalitySql({ column, dictionary, values }: Equality): Sql {
  const [value] = values;
  const one = values.length === 1 && value !== undefined;
  const wanted = one ? bound("?", value) : bound("SELECT value FROM json_each(?)", jsonArray(values));
  if (dictionary === undefined) {
    return { ...wanted, text: one ? `${column} = ?` : `${column} IN (${wanted.text})` };
  }
  const key = one ? "key = ?" : `key IN (${wanted.text})`;
  return { ...wanted, text: `${column} ${one ? "=" : "IN"} (SELECT id FROM ${dictionary} WHERE ${key})` };
}

function jsonArray(values: readonly (string | bigint)[]): string {
  return `[${values.map((value) => (typeof value === "bigint" ? value : JSON.stringify(value))).join(",")}]`;
}

function equality(
  column: string,
  dictionary: Dictionary | undefined,
  values: readonly (string | bigint)[],
  indexed: boolean,
): Condition {
  const which = dictionary === undefined ? { column, values } : { column, dictionary, values };
  return { kind: "equality", equality: which, indexed };
}

function integerCondition(column: string, { operator, value }: FilterCondition): Condition {
  const indexed = indexedNumbers.has(column);
  const { floor, between } = integerBound(value);
  if (operator === "=" && floor !== undefined && !between)
    return equality(column, undefined, [floor], indexed);
  return { kind: "sql", sql: integerSql(column, operator, value), indexed };
}

function textCondition(
  { field, operator, value }: FilterCondition,
  source: MessageSource,
  searcher: Searcher,
): Condition {
  const row = filterField(field);
  const wanted = comparable(value, row?.letterCase ?? "exact");
  const values = row?.prefix === undefined ? [wanted] : [wanted, row.prefix + wanted];
  const pieces = likePieces(wanted);
  const name = metadataName(field);
  if (name !== undefined) {
    const test =
      operator === "="
        ? bound("key ->> ? = ?", `$."${name}"`, wanted)
        : bound("key ->> ? GLOB ?", `$."${name}"`, globPattern(pieces));
    const search: Search = { column: "metadata_ref", dictionary: "metadata", test, trigrams: undefined };
    return { kind: "sql", sql: searcher(search), indexed: true };
  }
  if (field === "quarantine") return equality("quarantine", undefined, values, true);
  if (field === "messageid") return messageIdCondition(operator === "=" ? wanted : pieces, source);
  const { column, dictionary, domainColumn } = textColumns(field);
  if (operator === "=") return equality(column, dictionary, values, true);
  // `%` alone: every row has the text.
  if (pieces.every((piece) => piece === "")) return { kind: "sql", sql: bound("1"), indexed: false };
  const [first, domain = ""] = pieces;
  if (domainColumn !== undefined && pieces.length === 2 && first === "" && /^@[^@]+$/.test(domain)) {
    // `%@example.com`: the most frequent pattern, and one that the domain answers exactly.
    return equality(domainColumn, "hosts", [domain.slice(1)], true);
  }
  const isSearched = (searchedDictionaries as readonly Dictionary[]).includes(dictionary);
  const test = bound("key LIKE ? ESCAPE '\\'", likePattern(pieces));
  const trigrams = isSearched ? trigramQuery(pieces) : undefined;
  return { kind: "sql", sql: searcher({ column, dictionary, test, trigrams }), indexed: true };
}

/** `uuid`, or `uuid:queueid` for one recipient of a message; or the pieces of a pattern. */
function messageIdCondition(wanted: string | readonly string[], source: MessageSource): Condition {
  if (typeof wanted !== "string") {
    return { kind: "sql", sql: bound("message_id GLOB ?", globPattern(wanted)), indexed: true };
  }
  const [, messageId, queueId] = /^([^:]*):(\d+)$/.exec(wanted) ?? [];
  if (messageId === undefined || queueId === undefined) {
    return equality("message_id", undefined, [wanted], true);
  }
  const sql = join("AND", [
    bound("message_id = ?", messageId),
    integerSql(numberColumn("queueid", source), "=", queueId),
  ]);
  return { kind: "sql", sql, indexed: true };
}
