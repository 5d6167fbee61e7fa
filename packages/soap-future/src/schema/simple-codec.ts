import { type BuiltinValue } from "./builtin.ts";
import { type Family } from "./facets.ts";
import { type PrefixOf, type ResolvePrefix } from "./qualified-names.ts";
import { type ValuePath } from "./value-error.ts";

/** A value of a simple type. Items of lists may be of any builtin type. */
export type SimpleValue = BuiltinValue | readonly SimpleValue[];

/** How the values of a simple type are read and written. */
export interface SimpleCodec {
  /** What its facets are about. */
  readonly family: Family;
  /** Throws `decode`. */
  readonly decode: (text: string, path: ValuePath, resolve?: ResolvePrefix) => SimpleValue;
  /** The text, not yet escaped. Throws `encode`. */
  readonly encode: (value: unknown, path: ValuePath, prefixOf?: PrefixOf) => string;
  /** White space as the type has it. */
  readonly normalize: (text: string) => string;
}
