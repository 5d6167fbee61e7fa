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
