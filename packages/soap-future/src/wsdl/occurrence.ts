import { type Occurrence } from "../descriptor.ts";
import { type SchemaNode, unsupported, wrong } from "./schema-node.ts";

const once: Occurrence = { min: 1, max: 1 };

/** `minOccurs` and `maxOccurs` (XML Schema Part 1 section 3.9.2). */
export function occurrenceOf(node: SchemaNode): Occurrence {
  const written = { min: node.attributes.get("minOccurs"), max: node.attributes.get("maxOccurs") };
  if (written.min === undefined && written.max === undefined) return once;
  const min = count(written.min ?? "1", "minOccurs", node);
  const max =
    written.max?.trim() === "unbounded" ? "unbounded" : count(written.max ?? "1", "maxOccurs", node);
  if (max !== "unbounded" && min > max)
    throw wrong(`minOccurs (${min}) is more than maxOccurs (${max})`, node);
  return { min, max };
}

/** A non-negative integer in an attribute. */
export function count(written: string, attribute: string, node: SchemaNode): number {
  const trimmed = written.trim();
  if (!/^\d+$/.test(trimmed)) throw wrong(`${attribute}=${JSON.stringify(written)} is not a number`, node);
  const value = Number(trimmed);
  if (!Number.isSafeInteger(value)) throw unsupported(`${attribute}="${trimmed.slice(0, 30)}"`, node);
  return value;
}

/**
 * How often the only particle of a group occurs in all, if that can be said in one range: three times two to four is
 * six to twelve, but any number of pairs is not.
 */
export function foldOccurrence(group: Occurrence, particle: Occurrence): Occurrence | undefined {
  const outer = limit(group.max);
  const inner = limit(particle.max);
  // Without a gap between n and n + 1 occurrences of the group; the first one is the widest.
  const exact = group.min === outer || times(group.min, inner - particle.min) >= particle.min - 1;
  if (!exact) return undefined;
  const max = times(outer, inner);
  return { min: group.min * particle.min, max: max === Infinity ? "unbounded" : max };
}

function limit(max: Occurrence["max"]): number {
  return max === "unbounded" ? Infinity : max;
}

/** Zero times infinity is no number. */
function times(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : one * other;
}
