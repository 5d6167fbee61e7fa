import { type TypeReference } from "../descriptor.ts";
import { type DecodePlans } from "./decode-plan.ts";
import { type SimpleValue } from "./simple-codec.ts";
import { type ValuePath } from "./value-error.ts";

/** The URI of a prefix that is in force where a value stands. */
export type Resolve = (prefix: string) => string | undefined;

/** Turns text into the value of a simple type. Throws `decode`. */
export function decodeLeaf(
  plans: DecodePlans,
  type: TypeReference,
  text: string,
  path: ValuePath,
  resolve: Resolve,
): SimpleValue {
  return plans.simpleTypes.codec(type).decode(text, path, resolve);
}

/** True when a text stands for the only value there may be (XML Schema Part 1 section 3.3.4). */
export function isFixed(plans: DecodePlans, type: TypeReference, text: string, fixed: string): boolean {
  const { normalize } = plans.simpleTypes.codec(type);
  return normalize(text) === normalize(fixed);
}
