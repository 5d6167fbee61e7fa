import {
  type FacetsDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../descriptor.ts";

const maxValues = 20;
const maxLength = 60;

/** What the values of a simple type are, in a few words: ` (string: "red" | "green")`. */
export function simpleNote(descriptor: ServiceDescriptor, index: number): string {
  const { simpleTypes } = descriptor;
  const facets: string[] = [];
  let type: SimpleTypeDescriptor | undefined = simpleTypes[index];
  let made = "";
  for (let steps = 0; type !== undefined && steps <= simpleTypes.length; steps++) {
    facets.push(...facetWords(type.facets));
    const { variety }: SimpleTypeDescriptor = type;
    if (variety.kind !== "atomic") {
      made =
        variety.kind === "list"
          ? `list of ${nameOf(variety.item)}`
          : variety.members.map(nameOf).join(" or ");
      break;
    }
    made = nameOf(variety.base);
    type = variety.base.kind === "simple" ? simpleTypes[variety.base.index] : undefined;
  }
  return ` (${[made, ...facets].join("; ")})`;

  function nameOf(reference: TypeReference): string {
    if (reference.kind === "builtin") return reference.name;
    return reference.kind === "simple" ? (simpleTypes[reference.index]?.name ?? "?") : "?";
  }
}

function facetWords(facets: FacetsDescriptor): string[] {
  const { enumeration = [], patterns = [], length, minLength, maxLength: most } = facets;
  const { minInclusive, minExclusive, maxInclusive, maxExclusive, totalDigits, fractionDigits } = facets;
  const listed = enumeration.slice(0, maxValues).map((each) => JSON.stringify(shortened(each)));
  const more = enumeration.length > maxValues ? ` and ${enumeration.length - maxValues} more` : "";
  const words: [string, unknown][] = [
    ["length", length],
    ["length from", minLength],
    ["length to", most],
    [">=", minInclusive],
    [">", minExclusive],
    ["<=", maxInclusive],
    ["<", maxExclusive],
    ["digits", totalDigits],
    ["digits after the point", fractionDigits],
  ];
  return [
    ...(listed.length === 0 ? [] : [`${listed.join(" | ")}${more}`]),
    ...patterns.map((pattern) => `like ${shortened(pattern)}`),
    ...words.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${String(value)}`])),
  ];
}

function shortened(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}
