import { type AttributeDescriptor } from "../descriptor.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { decodeLeaf, isFixed, type Resolve } from "./decode-leaf.ts";
import { type Frames, type Values } from "./frames.ts";
import { PlainObject } from "./plain-object.ts";

const soapNamespaces: ReadonlySet<string> = new Set([
  "http://schemas.xmlsoap.org/soap/envelope/",
  "http://www.w3.org/2003/05/soap-envelope",
  "http://schemas.xmlsoap.org/soap/encoding/",
]);

/** Puts the attributes of the innermost value into it. What the type does not know goes to `unknown`, by name. */
export function decodeAttributes(
  frames: Frames,
  attributes: readonly XmlAttribute[],
  resolve: Resolve,
  unknown: (name: string) => void,
): void {
  const { plan, value } = frames.top;
  const values = value as Values;
  for (const attribute of attributes) {
    const { namespace, name, value: text } = attribute;
    if (namespace === schemaInstanceNamespace || soapNamespaces.has(namespace)) continue;
    const known = plan.attributes.get(name)?.find((each) => each.namespace === namespace);
    if (known) values[known.key] = valueOf(frames, known, text, resolve);
    else if (plan.takesAttribute?.(namespace) === true) others(values)[clark(attribute)] = text;
    else unknown(name);
  }
  for (const attribute of plan.expected) {
    if (Object.hasOwn(values, attribute.key)) continue;
    const text = attribute.default ?? (attribute.required ? undefined : attribute.fixed);
    if (text !== undefined) values[attribute.key] = valueOf(frames, attribute, text, resolve);
    else if (attribute.required)
      throw frames.error(`the attribute ${attribute.name} is missing`, `${frames.path()}/@${attribute.name}`);
  }
}

function valueOf(
  frames: Frames,
  { name, type, fixed }: AttributeDescriptor,
  text: string,
  resolve: Resolve,
): unknown {
  const path = (): string => `${frames.path()}/@${name}`;
  const value = decodeLeaf(frames.plans, type, text, path, resolve);
  if (fixed !== undefined && !isFixed(frames.plans, type, text, fixed))
    throw frames.error(`the attribute ${name} is always ${JSON.stringify(fixed)}`, path());
  return value;
}

function others(values: Values): Values {
  const known = values["@any"] as Values | undefined;
  if (known !== undefined) return known;
  const made = new PlainObject();
  values["@any"] = made;
  return made;
}

function clark({ namespace, name }: XmlAttribute): string {
  return namespace === "" ? name : `{${namespace}}${name}`;
}
