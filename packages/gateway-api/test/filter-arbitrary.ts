import fc from "fast-check";
import {
  filterField,
  type Filter,
  type FilterCondition,
  type FilterFieldName,
  type FilterField,
} from "../src/filter/index.ts";
import { filterActions, filterFields } from "../src/filter/index.ts";

const numbers = fc.oneof(
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(String),
  fc.tuple(fc.integer({ min: -9, max: 200 }), fc.nat({ max: 99 })).map(([whole, part]) => `${whole}.${part}`),
);

const texts = fc
  .oneof(
    fc.string(),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("", '"', 'a "b" c', "%@example.com", "a\tb"),
  )
  // Such a value cannot be written; condition() refuses it.
  .filter((text) => !text.endsWith("\\"));

function conditionArbitrary(field: FilterFieldName): fc.Arbitrary<FilterCondition> {
  const row = filterField(field) as FilterField;
  const value =
    row.type === "text" ? texts : row.type === "action" ? fc.constantFrom(...filterActions) : numbers;
  return fc.record({ field: fc.constant(field), operator: fc.constantFrom(...row.operators), value });
}

/** Any filter the language can express, in the shape that `parseFilter` gives. */
export function filterArbitrary(): fc.Arbitrary<Filter> {
  const names = [
    ...(Object.keys(filterFields) as FilterFieldName[]),
    "metadata.customer",
    "metadata.x-1",
  ] as const;
  const condition = fc.constantFrom(...names).chain((name) => conditionArbitrary(name as FilterFieldName));
  const term = fc.record({ negated: fc.boolean(), condition });
  const alternative = fc.record({ terms: fc.array(term, { minLength: 1, maxLength: 3 }) });
  const group = fc.record({ alternatives: fc.array(alternative, { minLength: 1, maxLength: 3 }) });
  return fc.record({ groups: fc.array(group, { maxLength: 3 }) });
}
