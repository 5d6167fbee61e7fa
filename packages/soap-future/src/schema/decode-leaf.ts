import { type TypeReference } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { decodeBuiltin } from "./builtin.ts";
import { type DecodePlans } from "./decode-plan.ts";

/** The URI of a prefix that is in force where a value stands. */
export type Resolve = (prefix: string) => string | undefined;

/** Turns text into the value of a simple type. The path is put together only when it is needed: for an error. */
export function decodeLeaf(
  _plans: DecodePlans,
  type: TypeReference,
  text: string,
  path: () => string,
  _resolve: Resolve,
): unknown {
  if (type.kind !== "builtin") return text;
  try {
    return decodeBuiltin(type.name, text, "");
  } catch (error) {
    if (!(error instanceof SoapError)) throw error;
    return decodeBuiltin(type.name, text, path());
  }
}
