import { type TypeReference } from "../descriptor.ts";
import { comparatorOf } from "./compare.ts";
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
  const { normalize, family, decode, encode } = plans.simpleTypes.codec(type);
  const said = normalize(text);
  const wanted = normalize(fixed);
  if (said === wanted) return true;
  if (family !== "list" && family !== "union" && comparatorOf(family)?.(said, wanted) === 0) return true;
  try {
    // Values count, and not how they are written: `1` is `true`, and `0a` is `0A`.
    return encode(decode(said, ""), "") === encode(decode(wanted, ""), "");
  } catch {
    return false;
  }
}
