import { type WildcardDescriptor } from "../descriptor.ts";

/** True when a wildcard takes names of a namespace (XML Schema Part 1 section 3.10.4). */
export function isInWildcard({ namespaces, not }: WildcardDescriptor, namespace: string): boolean {
  if (namespaces === "##any") return true;
  // `##other` takes no names without a namespace either.
  if (namespaces === "##other") return namespace !== "" && namespace !== not;
  return namespaces.includes(namespace);
}
