import type { Filter, FilterGroup, FilterTerm, MessageSource } from "@mailmux/gateway-api";
import { compileCondition, equalitySql, type Condition, type Equality, type Searcher } from "./conditions.ts";
import { bound, join, type Sql } from "./sql.ts";

/** A filter made ready for one of the lists. Every value is a bound parameter; texts are made of fixed names only. */
export interface FilterSql {
  /** The condition of a WHERE clause. */
  readonly where: Sql;
  /** Conditions which every match fulfils and which an index answers; not enough for a match, unless `exact`. */
  readonly drivers: readonly Sql[];
  /** The one driver is all there is to the filter. */
  readonly exact: boolean;
  /** How many comparisons a row may take; 0 for the filter that matches everything. */
  readonly weight: number;
}

interface CompiledTerm {
  readonly condition: Condition;
  readonly negated: boolean;
}

interface CompiledGroup {
  readonly where: Sql;
  readonly drivers: readonly Sql[];
  readonly weight: number;
}

/** @throws GatewayNodeError `filter_too_complex` when the searcher does */
export function filterToSql(filter: Filter, source: MessageSource, searcher: Searcher): FilterSql {
  const compileTerm = ({ condition, negated }: FilterTerm): CompiledTerm => ({
    condition: compileCondition(condition, source, searcher),
    negated,
  });
  const groups = filter.groups.map((group) => compileGroup(group, compileTerm));
  return {
    where:
      groups.length === 0
        ? bound("1")
        : join(
            "AND",
            groups.map(({ where }) => where),
          ),
    drivers: groups.flatMap(({ drivers }) => drivers),
    exact: groups.length === 1 && groups[0]?.drivers.length === 1 && groups[0].drivers[0] === groups[0].where,
    weight: groups.reduce((sum, { weight }) => sum + weight, 0),
  };
}

function compileGroup(
  { alternatives }: FilterGroup,
  compileTerm: (term: FilterTerm) => CompiledTerm,
): CompiledGroup {
  const compiled = alternatives.map(({ terms }) => terms.map(compileTerm));
  const [only] = compiled;
  if (compiled.length === 1 && only !== undefined) {
    const terms = only.map((term) => ({ sql: termSql(term), usable: isUsable(term) }));
    const where = join(
      "AND",
      terms.map(({ sql }) => sql),
    );
    return {
      where: terms.length === 1 ? (terms[0]?.sql ?? where) : where,
      drivers: terms.filter(({ usable }) => usable).map(({ sql }) => sql),
      weight: terms.length,
    };
  }
  const parts = mergedAlternatives(compiled);
  const where = join("OR", parts);
  const driver = commonDriver(compiled);
  // Alternatives of one condition each are their own driver.
  const isWhole = compiled.every((terms) => terms.length === 1);
  return {
    where,
    drivers: driver === undefined ? [] : [isWhole ? where : driver],
    weight: compiled.reduce((sum, { length }) => sum + length, parts.length - compiled.length),
  };
}

/** Alternatives that ask one column for one value each become one. */
function mergedAlternatives(alternatives: readonly (readonly CompiledTerm[])[]): Sql[] {
  const equalities: Equality[] = [];
  const others: Sql[] = [];
  for (const terms of alternatives) {
    const [first] = terms;
    if (terms.length === 1 && first?.negated === false && first.condition.kind === "equality") {
      equalities.push(first.condition.equality);
    } else others.push(join("AND", terms.map(termSql)));
  }
  return [...merged(equalities).map(equalitySql), ...others];
}

/** What a row must fulfil at least to be one of several alternatives: one condition of each, looked up together. */
function commonDriver(alternatives: readonly (readonly CompiledTerm[])[]): Sql | undefined {
  const equalities: Equality[] = [];
  const others = new Map<string, Sql>();
  for (const terms of alternatives) {
    const usable = terms.filter(isUsable).map(({ condition }) => condition);
    const condition = usable.find(isTelling) ?? usable[0];
    if (condition === undefined) return undefined;
    if (condition.kind === "equality") equalities.push(condition.equality);
    else
      others.set(JSON.stringify([condition.sql.text, condition.sql.parameters.map(String)]), condition.sql);
  }
  return join("OR", [...merged(equalities).map(equalitySql), ...others.values()]);
}

/** A value that few rows have. */
function isTelling(condition: Condition): boolean {
  return condition.kind === "equality" && condition.equality.column !== "action";
}

function isUsable({ condition, negated }: CompiledTerm): boolean {
  return condition.indexed && !negated;
}

function merged(equalities: readonly Equality[]): Equality[] {
  const byColumn = new Map<string, { first: Equality; values: Set<string | bigint> }>();
  for (const equality of equalities) {
    const known = byColumn.get(equality.column) ?? { first: equality, values: new Set() };
    for (const value of equality.values) known.values.add(value);
    byColumn.set(equality.column, known);
  }
  return [...byColumn.values()].map(({ first, values }) => ({ ...first, values: [...values] }));
}

function termSql({ condition, negated }: CompiledTerm): Sql {
  const sql = condition.kind === "equality" ? equalitySql(condition.equality) : condition.sql;
  // An absent value makes the condition NULL, which is not true: turned around, it holds.
  return negated ? { text: `(${sql.text}) IS NOT TRUE`, parameters: sql.parameters } : sql;
}
