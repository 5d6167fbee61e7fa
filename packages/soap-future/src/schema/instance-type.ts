import { type TypeReference } from "../descriptor.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { type Resolve } from "./decode-leaf.ts";
import { type DecodePlans } from "./decode-plan.ts";
import { expandedName } from "./qualified-names.ts";
import { sameType } from "./type-names.ts";

export interface InstanceType {
  readonly type: TypeReference;
  /** The expanded name of the type, where the schema alone does not say it. */
  readonly $type: string | undefined;
}

/**
 * The type of an element: the declared one, or the one that xsi:type names (XML Schema Part 1 section 2.6.1), which
 * must be derived from it. Returns what is wrong otherwise: a sender cannot choose how its data is read.
 */
export function instanceType(
  plans: DecodePlans,
  declared: TypeReference,
  attributes: readonly XmlAttribute[],
  resolve: Resolve,
): InstanceType | string {
  const written = attributes
    .find(({ namespace, name }) => namespace === schemaInstanceNamespace && name === "type")
    ?.value.trim();
  if (written === undefined) return { type: declared, $type: undefined };
  const colon = written.indexOf(":");
  const namespace = resolve(colon === -1 ? "" : written.slice(0, colon));
  if (namespace === undefined) return `xsi:type ${shorten(written)} has a prefix that is not declared`;
  const name = written.slice(colon + 1);
  const { names } = plans;
  const $type = expandedName(namespace, name);
  const type = names.find($type);
  if (type === undefined) return `xsi:type names ${shorten($type)}, which is not known`;
  if (sameType(type, declared)) return { type: declared, $type: undefined };
  if (!names.isDerived(type, declared))
    return `xsi:type names ${shorten($type)}, which is not derived from the declared type`;
  // A simple value has no place for the name of its type, and needs none, but where any type may stand.
  const keepsName = type.kind === "complex" || (declared.kind === "builtin" && declared.name === "anyType");
  return { type, $type: keepsName ? $type : undefined };
}
