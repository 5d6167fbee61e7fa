import {
  type AnyNode,
  type ElementNode,
  type GroupNode,
  type Node,
  type RepeatedNode,
  type ScopePlan,
} from "./encode-plan.ts";
import { described, valueError } from "./value-error.ts";

/** Writes the children of one object, in the order of the schema. */
export interface ScopeWriter {
  element(node: ElementNode, value: unknown, path: string): string;
  any(node: AnyNode, value: unknown, path: string): string;
  /** One occurrence of a repeated group. */
  occurrence(scope: ScopePlan, value: unknown, path: string): string;
}

/** Values by their places, and how many of each are written. */
interface Scope {
  readonly plan: ScopePlan;
  readonly values: readonly unknown[];
  readonly taken: number[];
  readonly path: string;
  readonly writer: ScopeWriter;
}

const noKey = { key: "", repeated: false };

/**
 * @param values values by the places of the plan's keys; undefined where a key is absent
 * @param path of the object
 */
export function encodeScope(
  plan: ScopePlan,
  values: readonly unknown[],
  path: string,
  writer: ScopeWriter,
): string {
  for (let slot = 0; slot < plan.keys.length; slot++) {
    const { key, repeated } = plan.keys[slot] ?? noKey;
    const value = values[slot];
    if (repeated && value !== undefined && !Array.isArray(value))
      throw valueError(
        "encode",
        `${path}/${key} must be an array, not ${described(value)}`,
        `${path}/${key}`,
      );
  }
  const scope: Scope = { plan, values, taken: new Array<number>(plan.keys.length).fill(0), path, writer };
  const xml = encodeGroup(scope, plan.root);
  for (let slot = 0; slot < plan.keys.length; slot++) {
    const left = remaining(scope, slot);
    if (left === 0) continue;
    const { key } = plan.keys[slot] ?? noKey;
    const count = scope.taken[slot] ?? 0;
    const what = `${path}/${key} may come at most ${count === 1 ? "once" : `${count} times`}, and comes ${count + left} times`;
    throw valueError("encode", what, `${path}/${key}`);
  }
  return xml;
}

function remaining({ plan, values, taken }: Scope, slot: number): number {
  const value = values[slot];
  if (value === undefined) return 0;
  const count = plan.keys[slot]?.repeated === true ? (value as unknown[]).length : 1;
  return count - (taken[slot] ?? 0);
}

function hasAny(scope: Scope, { slots }: Node): boolean {
  return slots.some((slot) => remaining(scope, slot) > 0);
}

function encodeNode(scope: Scope, node: Node): string {
  switch (node.kind) {
    case "element":
    case "any":
    case "repeated":
      return encodeSlot(scope, node);
    default:
      return encodeGroup(scope, node);
  }
}

/** The occurrences of a group without a key: more than one only if it has a single particle. */
function encodeGroup(scope: Scope, node: GroupNode): string {
  if (node.max === 1) return node.min > 0 || hasAny(scope, node) ? encodeOnce(scope, node) : "";
  let xml = "";
  for (let count = 0; count < node.max; count++) {
    const there = hasAny(scope, node);
    if (!there && (count >= node.min || node.emptiable)) break;
    xml += encodeOnce(scope, node);
  }
  return xml;
}

function encodeOnce(scope: Scope, node: GroupNode): string {
  if (node.kind === "choice") return encodeChoice(scope, node);
  let xml = "";
  for (const each of node.nodes) xml += encodeNode(scope, each);
  return xml;
}

/** Exactly one branch: the one that has values, all of those that are there. */
function encodeChoice(scope: Scope, node: GroupNode): string {
  const { path } = scope;
  const present = node.slots.filter((slot) => remaining(scope, slot) > 0);
  const names = (slots: readonly number[]): string =>
    slots.map((slot) => scope.plan.keys[slot]?.key).join(", ");
  if (present.length === 0) {
    if (node.emptiable) return "";
    throw valueError("encode", `${path} needs one of ${names(node.slots)}`, path);
  }
  const branches = node.nodes.filter((branch) => present.every((slot) => branch.slots.includes(slot)));
  const [branch] = branches;
  if (branch === undefined) {
    const what = `${path} may have only one of ${names(node.slots)}, and has ${names(present)}`;
    throw valueError("encode", what, path);
  }
  const fitting = branches.find((each) => isComplete(scope, each)) ?? branch;
  return encodeNode(scope, fitting);
}

/** False when a value is missing that the branch cannot do without. */
function isComplete(scope: Scope, node: Node): boolean {
  if (node.emptiable) return true;
  if (node.kind === "element" || node.kind === "any" || node.kind === "repeated")
    return remaining(scope, node.slot) >= node.min;
  const { kind, nodes } = node;
  return kind === "choice" ? hasAny(scope, node) : nodes.every((each) => isComplete(scope, each));
}

function encodeSlot(scope: Scope, node: ElementNode | AnyNode | RepeatedNode): string {
  const { slot, key, min, max } = node;
  const { path, values, taken, plan } = scope;
  const left = remaining(scope, slot);
  if (left === 0 && min === 0) return "";
  const place = `${path}/${key}`;
  const repeated = plan.keys[slot]?.repeated === true;
  if (left < min) {
    const what = repeated
      ? `${place} must have at least ${min} items, and has ${left}`
      : `${place} is required`;
    throw valueError("encode", what, place);
  }
  const reserved = node.kind === "element" ? node.reserved : 0;
  const from = taken[slot] ?? 0;
  const count = Math.min(max, Math.max(min, left - reserved));
  taken[slot] = from + count;
  if (!repeated) return count === 0 ? "" : encodeValue(scope, node, values[slot], place);
  const items = values[slot] as readonly unknown[];
  let xml = "";
  for (let index = from; index < from + count; index++) {
    const itemPlace = `${place}[${index}]`;
    const item = items[index];
    if (item === undefined) throw valueError("encode", `${itemPlace} is undefined`, itemPlace);
    xml += encodeValue(scope, node, item, itemPlace);
  }
  return xml;
}

function encodeValue(
  { writer }: Scope,
  node: ElementNode | AnyNode | RepeatedNode,
  value: unknown,
  path: string,
): string {
  switch (node.kind) {
    case "element":
      return writer.element(node, value, path);
    case "any":
      return writer.any(node, value, path);
    case "repeated":
      return writer.occurrence(node.scope, value, path);
  }
}
