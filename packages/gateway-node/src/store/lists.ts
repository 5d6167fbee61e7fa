import type { Filter, MessageSource } from "@mailmux/gateway-api";
import type { SQLInputValue } from "node:sqlite";
import { GatewayNodeError } from "../errors.ts";
import { filterToSql, type FilterSql } from "./filter-sql.ts";
import type { PageRange } from "./mail-store.ts";
import type { OutputRow } from "./rows.ts";
import { searchDirectly, searchInTables, tablesIn, type SearchTable } from "./searches.ts";
import { never, type Sql } from "./sql.ts";
import type { StatementCache } from "./statements.ts";

/** Rows that an index may point at to be read one by one; where there are more, the list is looked through. */
const maxCandidates = 20_000;

/** Comparisons of a row from which on looking through the newest rows is not worth it. */
const heavyWeight = 40;

/** Drivers of a filter that are tried. */
const maxDrivers = 8;

/** Comparisons of one query; more would hold the node up for many seconds. */
const maxComparisons = 400_000_000;

const newestFirst = "ORDER BY received_at DESC, id DESC LIMIT ? OFFSET ?";

/** Rows of the newest end that are looked through text by text, before any table of matching texts is made. */
const directRows = 5_000;

/** A driver with so few rows is not worth a search for a better one. */
const fewCandidates = 1_000;

/** What index to begin with, and how many rows it points at. */
interface Candidates {
  readonly driver: Sql;
  readonly count: number;
}

/** A filter in both of its forms. */
interface Prepared {
  readonly source: MessageSource;
  /** Looks at texts. */
  readonly direct: FilterSql;
  /** Looks at temporary tables of matching texts, which have to be filled first. */
  readonly tabled: FilterSql;
  readonly tables: readonly SearchTable[];
  readonly filled: Set<number>;
}

/**
 * Reads the lists. SQLite cannot know how many rows a filter matches, and the two ways to a page differ a thousandfold
 * either way: through the list from its newest end is right for what is frequent, through an index and then sorting
 * for what is rare. So the newest rows are looked through first, and if they do not fill the page, the index with the
 * fewest rows is used, if there is one with few.
 */
export class Lists {
  readonly #statements: StatementCache;
  readonly #windowRows: number;
  /** How many temporary tables there are. */
  #tables = 0;

  constructor(statements: StatementCache, windowRows = 30_000) {
    this.#statements = statements;
    this.#windowRows = windowRows;
  }

  page(source: MessageSource, filter: Filter, range: PageRange): OutputRow[] {
    if (range.limit === 0) return [];
    const prepared = prepare(filter, source);
    const { direct, tabled, tables } = prepared;
    if (direct.weight === 0) return this.#scan(source, direct.where, range);
    for (const rows of this.#windows(prepared)) {
      // Where the rows are few enough to be looked at directly, the tables are not worth their making.
      const isDirect = rows <= directRows;
      const since = this.#windowStart(source, rows);
      if (since !== undefined && range.offset >= rows) continue;
      const where = isDirect ? direct.where : this.#filled(prepared, tabled.where);
      const found = this.#scan(source, where, range, since);
      if (found.length === range.limit || since === undefined) return found;
      if (isDirect && tables.length > 0) {
        const few = this.#candidates(prepared);
        if (few !== undefined) return this.#fromCandidates(source, few, direct.where, range);
      }
    }
    const candidates = this.#candidates(prepared);
    if (candidates !== undefined) return this.#fromCandidates(source, candidates, direct.where, range);
    this.#checkCost(source, tabled);
    return this.#scan(source, this.#filled(prepared, tabled.where), range);
  }

  count(source: MessageSource, filter: Filter): number {
    const prepared = prepare(filter, source);
    const { direct, tabled } = prepared;
    if (direct.weight === 0) return this.#number(`SELECT count(*) FROM ${source}`, []);
    // One condition with an index: that index alone has the number.
    if (tabled.exact) {
      const { text, parameters } = this.#filled(prepared, tabled.where);
      return this.#number(`SELECT count(*) FROM ${source} WHERE ${text}`, parameters);
    }
    const candidates = this.#candidates(prepared);
    if (candidates?.count === 0) return 0;
    if (candidates !== undefined) {
      const { driver } = candidates;
      return this.#number(`SELECT count(*) FROM ${matches(source, driver, direct.where)}`, [
        ...driver.parameters,
        ...direct.where.parameters,
      ]);
    }
    this.#checkCost(source, tabled);
    const { text, parameters } = this.#filled(prepared, tabled.where);
    return this.#number(
      `SELECT count(*) FROM ${source} INDEXED BY ${source}_by_time WHERE ${text}`,
      parameters,
    );
  }

  /** Queued messages that match, from the first after an id. */
  matching(filter: Filter, after: bigint, limit: number): OutputRow[] {
    const { direct } = prepare(filter, "queue");
    this.#checkCost("queue", direct);
    const text = `SELECT * FROM queue WHERE id > ? AND ${direct.where.text} ORDER BY id LIMIT ?`;
    return this.#all(text, [after, ...direct.where.parameters, limit]);
  }

  /** Through the list from its newest end, or from it to a time. */
  #scan(source: MessageSource, where: Sql, { offset, limit }: PageRange, since?: bigint): OutputRow[] {
    const text =
      `SELECT * FROM ${source} INDEXED BY ${source}_by_time` +
      ` WHERE ${since === undefined ? "" : "received_at >= ? AND "}${where.text} ${newestFirst}`;
    const bounds = since === undefined ? [] : [since];
    return this.#all(text, [...bounds, ...where.parameters, limit, offset]);
  }

  #fromCandidates(
    source: MessageSource,
    { driver, count }: Candidates,
    where: Sql,
    { offset, limit }: PageRange,
  ): OutputRow[] {
    if (count === 0) return [];
    // Sorted by their keys alone, so that no row is read that is not on the page.
    const found = `SELECT id FROM ${matches(source, driver, where)} ORDER BY +received_at DESC, +id DESC LIMIT ? OFFSET ?`;
    return this.#all(`SELECT * FROM ${source} WHERE id IN (${found}) ORDER BY received_at DESC, id DESC`, [
      ...driver.parameters,
      ...where.parameters,
      limit,
      offset,
    ]);
  }

  /** A condition, after the tables it names have been filled. */
  #filled({ tables, filled }: Prepared, sql: Sql): Sql {
    for (const index of tablesIn(sql)) {
      if (filled.has(index)) continue;
      filled.add(index);
      for (; this.#tables <= index; this.#tables++) {
        this.#statements.get(`CREATE TEMP TABLE search_${this.#tables} (id INTEGER PRIMARY KEY)`).run();
      }
      this.#statements.get(`DELETE FROM temp.search_${index}`).run();
      const { text, parameters } = tables[index]?.query ?? never;
      this.#statements.get(`INSERT INTO temp.search_${index} ${text}`).run(...parameters);
    }
    return sql;
  }

  /** How many of the newest rows to look through, in turn. */
  #windows({ direct, tables }: Prepared): number[] {
    if (direct.weight >= heavyWeight) return [];
    return tables.length > 0
      ? [Math.min(directRows, this.#windowRows), this.#windowRows]
      : [this.#windowRows];
  }

  /** The reception time of the last row of a window; undefined when all rows are in it. */
  #windowStart(source: MessageSource, rows: number): bigint | undefined {
    const text = `SELECT received_at FROM ${source} ORDER BY received_at DESC, id DESC LIMIT 1 OFFSET ?`;
    return this.#all(text, [rows])[0]?.["received_at"] as bigint | undefined;
  }

  /** The driver with the fewest rows, if one has few. Those that take the least to find out come first. */
  #candidates(prepared: Prepared): Candidates | undefined {
    const { source, tabled, tables } = prepared;
    const cost = (driver: Sql): number =>
      tablesIn(driver).reduce((sum, index) => sum + (tables[index]?.slow === true ? 100 : 1), 0);
    const drivers = tabled.drivers.toSorted((one, other) => cost(one) - cost(other));
    let best: Candidates | undefined;
    for (const driver of drivers.slice(0, maxDrivers)) {
      if (best !== undefined && (best.count <= fewCandidates || cost(driver) >= 100)) break;
      const limit = best?.count ?? maxCandidates + 1;
      const { text, parameters } = this.#filled(prepared, driver);
      const counting = `SELECT count(*) FROM (SELECT 1 FROM ${source} WHERE ${text} LIMIT ?)`;
      const count = this.#number(counting, [...parameters, limit]);
      if (count < limit) best = { driver, count };
    }
    return best;
  }

  #checkCost(source: MessageSource, { weight }: FilterSql): void {
    // Below this no list is long enough.
    if (weight <= 100) return;
    const rows = this.#number(`SELECT count(*) FROM ${source}`, []);
    if (rows * weight <= maxComparisons) return;
    throw new GatewayNodeError(
      "filter_too_complex",
      `A filter may make at most ${maxComparisons} comparisons; this one has ${weight} conditions for ${rows} messages.`,
    );
  }

  #number(text: string, parameters: readonly SQLInputValue[]): number {
    const [row] = this.#all(text, parameters);
    return Number(row?.["count(*)"]);
  }

  #all(text: string, parameters: readonly SQLInputValue[]): OutputRow[] {
    return this.#statements.get(text).all(...parameters);
  }
}

function prepare(filter: Filter, source: MessageSource): Prepared {
  const tables: SearchTable[] = [];
  const tabled = filterToSql(filter, source, searchInTables(tables));
  const direct = filterToSql(filter, source, searchDirectly);
  return { source, direct, tabled, tables, filled: new Set() };
}

/** The rows that a driver points at and that match, looked at in the index that has what filters ask for. */
function matches(source: MessageSource, driver: Sql, where: Sql): string {
  return (
    `(SELECT received_at AS at, id AS number FROM ${source} WHERE ${driver.text})` +
    ` CROSS JOIN ${source} INDEXED BY ${source}_by_time ON received_at = at AND id = number WHERE ${where.text}`
  );
}
