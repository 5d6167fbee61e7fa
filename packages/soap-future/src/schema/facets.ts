import { type BuiltinType, type FacetsDescriptor } from "../descriptor.ts";
import { comparatorOf, digitsOf } from "./compare.ts";
import { translatePattern } from "./pattern.ts";

/** What a facet is checked against. */
export interface Checked {
  /** The value of its base type. */
  readonly value: unknown;
  /** Its text, white space normalised. */
  readonly text: string;
}

/** Says what is wrong with a value; undefined when nothing is. */
export type Check = (checked: Checked) => string | undefined;

/** What the values of a simple type are, for its facets: builtin type, list, or union of whatever. */
export type Family = BuiltinType | "list" | "union";

/** The checks of one step of derivation, patterns left out (XML Schema Part 2 section 4.3). */
export function facetChecks(family: Family, facets: FacetsDescriptor): Check[] {
  const compare = family === "list" || family === "union" ? undefined : comparatorOf(family);
  return [
    ...lengthChecks(family, facets),
    ...(compare === undefined ? [] : rangeChecks(compare, facets)),
    ...digitChecks(facets),
    ...enumerationCheck(facets, compare),
  ];
}

type Compare = NonNullable<ReturnType<typeof comparatorOf>>;

function lengthChecks(family: Family, { length, minLength, maxLength }: FacetsDescriptor): Check[] {
  // The length of a name depends on its prefix: deprecated, and without meaning here (section 4.3.1.3).
  if (family === "QName" || family === "NOTATION") return [];
  const check = (
    limit: number | undefined,
    name: string,
    wrong: (is: number, limit: number) => boolean,
  ): Check[] =>
    limit === undefined
      ? []
      : [
          (checked) => {
            const is = lengthOf(checked);
            return wrong(is, limit) ? `its length ${is} is against ${name} ${limit}` : undefined;
          },
        ];
  return [
    ...check(length, "length", (is, limit) => is !== limit),
    ...check(minLength, "minLength", (is, limit) => is < limit),
    ...check(maxLength, "maxLength", (is, limit) => is > limit),
  ];
}

/** Items of a list, octets of binary data, characters of anything else. */
function lengthOf({ value, text }: Checked): number {
  if (Array.isArray(value)) return value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code <= 0xdbff) length--;
  }
  return length;
}

function rangeChecks(compare: Compare, facets: FacetsDescriptor): Check[] {
  const check = (
    name: keyof FacetsDescriptor & `${"min" | "max"}${string}clusive`,
    wrong: (order: number) => boolean,
  ): Check[] => {
    const limit = facets[name];
    if (limit === undefined) return [];
    // Values that have no order to the limit are taken: nobody can say that they are past it.
    return [
      ({ text }) => {
        const order = compare(text, limit);
        return order !== undefined && wrong(order) ? `it is against ${name} ${limit}` : undefined;
      },
    ];
  };
  return [
    ...check("minInclusive", (order) => order < 0),
    ...check("maxInclusive", (order) => order > 0),
    ...check("minExclusive", (order) => order <= 0),
    ...check("maxExclusive", (order) => order >= 0),
  ];
}

function digitChecks({ totalDigits, fractionDigits }: FacetsDescriptor): Check[] {
  const checks: Check[] = [];
  if (totalDigits !== undefined) {
    checks.push(({ text }) => {
      const { whole, fraction } = digitsOf(text);
      const digits = whole.length + fraction.length;
      return digits > totalDigits ? `its ${digits} digits are against totalDigits ${totalDigits}` : undefined;
    });
  }
  if (fractionDigits !== undefined) {
    checks.push(({ text }) => {
      const digits = digitsOf(text).fraction.length;
      return digits > fractionDigits
        ? `its ${digits} decimals are against fractionDigits ${fractionDigits}`
        : undefined;
    });
  }
  return checks;
}

function enumerationCheck({ enumeration }: FacetsDescriptor, compare: Compare | undefined): Check[] {
  if (enumeration === undefined) return [];
  const texts = new Set(enumeration);
  return [
    ({ text }) => {
      // Equal texts are equal values; others may be too, such as 1.0 and 1.
      if (texts.has(text) || (compare && enumeration.some((each) => compare(text, each) === 0)))
        return undefined;
      const listed = enumeration.slice(0, 20).map((each) => JSON.stringify(each.slice(0, 40)));
      return `it is none of ${listed.join(", ")}${enumeration.length > listed.length ? ", …" : ""}`;
    },
  ];
}

/** One of the patterns must match the whole text. */
export function patternCheck({ patterns }: FacetsDescriptor): Check[] {
  if (patterns === undefined || patterns.length === 0) return [];
  const expressions = patterns.map(translatePattern);
  return [
    ({ text }) =>
      expressions.some((expression) => expression.test(text))
        ? undefined
        : `it does not match the pattern ${patterns.map((each) => each.slice(0, 60)).join(" or ")}`,
  ];
}
