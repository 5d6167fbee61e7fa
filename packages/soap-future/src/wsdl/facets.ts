import { type FacetsDescriptor } from "../descriptor.ts";
import { count } from "./occurrence.ts";
import { type SchemaNode, unsupported, wrong } from "./schema-node.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The facets of one restriction (XML Schema Part 2 section 4.3). Whether they make sense is not checked here. */
export function readFacets(nodes: readonly SchemaNode[]): FacetsDescriptor {
  const facets: Writable<FacetsDescriptor> = {};
  const patterns: string[] = [];
  const enumeration: string[] = [];
  const once = new Set<string>();
  for (const node of nodes) {
    const { name } = node;
    const value = node.attributes.get("value");
    if (value === undefined) throw unsupported(`xsd:${name} in a restriction`, node);
    if (name !== "pattern" && name !== "enumeration" && once.size === once.add(name).size)
      throw wrong(`xsd:${name} is there twice`, node);
    switch (name) {
      case "pattern":
        patterns.push(value);
        break;
      case "enumeration":
        enumeration.push(value);
        break;
      case "length":
      case "minLength":
      case "maxLength":
      case "totalDigits":
      case "fractionDigits":
        facets[name] = count(value, name, node);
        break;
      case "minInclusive":
      case "maxInclusive":
      case "minExclusive":
      case "maxExclusive":
        facets[name] = value;
        break;
      case "whiteSpace":
        if (value !== "preserve" && value !== "replace" && value !== "collapse")
          throw wrong(`whiteSpace=${JSON.stringify(value)} is neither preserve, replace nor collapse`, node);
        facets.whiteSpace = value;
        break;
      default:
        throw unsupported(`the facet xsd:${name}`, node);
    }
  }
  return {
    ...facets,
    ...(patterns.length === 0 ? {} : { patterns }),
    ...(enumeration.length === 0 ? {} : { enumeration }),
  };
}
