import { type WildcardDescriptor } from "../descriptor.ts";
import { type Schema } from "./schema-index.ts";
import { type SchemaNode, unsupported } from "./schema-node.ts";

/** The `namespace` attribute of `xsd:any` and `xsd:anyAttribute` (XML Schema Part 1 section 3.10.2). */
export function wildcardOf(node: SchemaNode, { targetNamespace }: Schema): WildcardDescriptor {
  for (const attribute of ["notNamespace", "notQName"])
    if (node.attributes.has(attribute)) throw unsupported(`${attribute} of XML Schema 1.1`, node);
  const written = node.attributes.get("namespace")?.trim() ?? "##any";
  if (written === "##any") return { namespaces: "##any" };
  if (written === "##other") return { namespaces: "##other", not: targetNamespace };
  const words = written.split(/\s+/).filter((word) => word !== "");
  const namespaces = words.map((word) => {
    if (word === "##targetNamespace") return targetNamespace;
    if (word === "##local") return "";
    if (word.startsWith("##")) throw unsupported(`namespace=${JSON.stringify(written)}`, node);
    return word;
  });
  return { namespaces: [...new Set(namespaces)] };
}

/** What both take (XML Schema Part 1 section 3.10.6, intersection). */
export function intersect(
  one: WildcardDescriptor,
  other: WildcardDescriptor,
  at: SchemaNode,
): WildcardDescriptor {
  if (one.namespaces === "##any") return other;
  if (other.namespaces === "##any") return one;
  if (one.namespaces !== "##other")
    return { namespaces: one.namespaces.filter((each) => takes(other, each)) };
  if (other.namespaces !== "##other")
    return { namespaces: other.namespaces.filter((each) => takes(one, each)) };
  if (one.not === other.not || other.not === "") return one;
  if (one.not === "") return other;
  throw unsupported("xsd:anyAttribute that leaves out two namespaces", at);
}

/** What either takes (same section, union). */
export function unite(
  one: WildcardDescriptor,
  other: WildcardDescriptor,
  at: SchemaNode,
): WildcardDescriptor {
  if (one.namespaces === "##any" || other.namespaces === "##any") return { namespaces: "##any" };
  if (one.namespaces !== "##other" && other.namespaces !== "##other")
    return { namespaces: [...new Set([...one.namespaces, ...other.namespaces])] };
  if (one.namespaces === "##other" && other.namespaces === "##other")
    return one.not === other.not ? one : { namespaces: "##other", not: "" };
  const [open, listed] = one.namespaces === "##other" ? [one, other] : [other, one];
  const names = listed.namespaces as readonly string[];
  const named = names.includes(open.not ?? "");
  // ##other never takes attributes without a namespace.
  const local = names.includes("");
  if (named && (local || open.not === "")) return { namespaces: "##any" };
  if (named) return { namespaces: "##other", not: "" };
  if (local) throw unsupported("xsd:anyAttribute that leaves out one namespace and takes none", at);
  return open;
}

/** True when a wildcard takes names of a namespace. */
function takes({ namespaces, not }: WildcardDescriptor, namespace: string): boolean {
  if (namespaces === "##any") return true;
  if (namespaces === "##other") return namespace !== not && namespace !== "";
  return namespaces.includes(namespace);
}
