import { nearest } from "./nearest.ts";
import { described, quoted, valueError } from "./value-error.ts";

/** The keys of a value as an array, by the places of a plan. Throws `encode` for a key that is not in it. */
export function valuesBySlot(slots: ReadonlyMap<string, number>, value: unknown, path: string): unknown[] {
  const values = new Array<unknown>(slots.size).fill(undefined);
  const object = checkedObject(value, path);
  // Own keys alone: what an object inherits is not part of the value.
  for (const key of Object.keys(object)) {
    const slot = slots.get(key);
    if (slot === undefined) throw unknownKey(slots, key, path);
    values[slot] = object[key];
  }
  return values;
}

export function checkedObject(value: unknown, path: string): Record<string, unknown> {
  // A Map, a Date or bytes have no keys of their own, and would be sent as nothing.
  if (
    typeof value !== "object" ||
    value === null ||
    Object.prototype.toString.call(value) !== "[object Object]"
  )
    throw valueError("encode", `the value at ${path} must be an object, not ${described(value)}`, path);
  return value as Record<string, unknown>;
}

function unknownKey(slots: ReadonlyMap<string, number>, key: string, path: string): Error {
  const known = [...slots.keys()].filter((each) => each !== "$type");
  const meant = nearest(key, known);
  const hint = meant === undefined ? "" : `, did you mean ${quoted(meant)}?`;
  const listed = known.slice(0, 100).join(", ") || "none";
  return valueError(
    "encode",
    `${path} has no key ${quoted(key)}${hint === "" ? ":" : hint} It has ${listed}`,
    path,
  );
}
