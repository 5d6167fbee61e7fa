import {
  comparable,
  filterField,
  likePieces,
  metadataName,
  type Filter,
  type FilterCondition,
  type FilterTerm,
  type MessageSource,
} from "@mailmux/gateway-api";
import { decimalSql, integerSql } from "./number-sql.ts";
import { bound, join, never, type Sql } from "./sql.ts";
import { textColumns, numberColumn, scoreColumns } from "./columns.ts";

/**
 * A filter as the condition of a WHERE clause. Every value is a bound parameter; the text of the clause is made of
 * fixed names only.
 */
export function filterToSql(filter: Filter, source: MessageSource): Sql {
  const groups = filter.groups.map(({ alternatives }) =>
    join(
      "OR",
      alternatives.map(({ terms }) =>
        join(
          "AND",
          terms.map((term) => termSql(term, source)),
        ),
      ),
    ),
  );
  return groups.length === 0 ? { text: "1", parameters: [] } : join("AND", groups);
}

function termSql(term: FilterTerm, source: MessageSource): Sql {
  const sql = conditionSql(term.condition, source);
  // An absent value makes the condition NULL, which is not true: turned around, it holds.
  return term.negated ? { text: `(${sql.text}) IS NOT TRUE`, parameters: sql.parameters } : sql;
}

function conditionSql(condition: FilterCondition, source: MessageSource): Sql {
  const { field, operator, value } = condition;
  const row = filterField(field);
  if (row === undefined || !row.sources.includes(source)) return never;
  switch (row.type) {
    case "integer":
      return integerSql(numberColumn(field, source), operator, value);
    case "decimal":
      return join(
        "OR",
        scoreColumns(field).map((column) => decimalSql(column, operator, value)),
      );
    case "action":
      return bound("action = ?", value.toUpperCase());
    case "text":
      return textSql(condition, source, row.prefix);
  }
}

function textSql({ field, operator, value }: FilterCondition, source: MessageSource, prefix?: string): Sql {
  const row = filterField(field);
  const wanted = comparable(value, row?.letterCase ?? "exact");
  const name = metadataName(field);
  if (name !== undefined) {
    const path = `$."${name}"`;
    if (operator === "=") return bound("metadata ->> ? = ?", path, wanted);
    return bound("metadata ->> ? GLOB ?", path, globPattern(likePieces(wanted)));
  }
  const { column, domainColumn } = textColumns(field);
  if (operator === "=") {
    if (field === "messageid") return messageIdSql(wanted, source);
    if (prefix !== undefined) return bound(`${column} IN (?, ?)`, wanted, prefix + wanted);
    return bound(`${column} = ?`, wanted);
  }
  const pieces = likePieces(wanted);
  if (field === "messageid") return bound("message_id GLOB ?", globPattern(pieces));
  const [first, domain = ""] = pieces;
  if (domainColumn !== undefined && pieces.length === 2 && first === "" && /^@[^@]+$/.test(domain)) {
    // `%@example.com`: the most frequent pattern, and one that the domain answers exactly.
    return bound(`${domainColumn} = ?`, domain.slice(1));
  }
  return bound(`${column} LIKE ? ESCAPE '\\'`, likePattern(pieces));
}

/** `uuid`, or `uuid:queueid` for one recipient of a message. */
function messageIdSql(value: string, source: MessageSource): Sql {
  const [, messageId, queueId] = /^([^:]*):(\d+)$/.exec(value) ?? [];
  if (messageId === undefined || queueId === undefined) return bound("message_id = ?", value);
  return join("AND", [
    bound("message_id = ?", messageId),
    integerSql(numberColumn("queueid", source), "=", queueId),
  ]);
}

function likePattern(pieces: readonly string[]): string {
  const escaped = pieces.map((piece) => piece.replace(/[%_\\]/g, "\\$&"));
  return escaped.length === 1 ? `%${escaped[0]}%` : escaped.join("%");
}

/** The same for GLOB, which tells upper from lower case. */
function globPattern(pieces: readonly string[]): string {
  const escaped = pieces.map((piece) => piece.replace(/[*?[]/g, "[$&]"));
  return escaped.length === 1 ? `*${escaped[0]}*` : escaped.join("*");
}
