import { type GlobalElementDescriptor, type ServiceDescriptor, type TypeReference } from "../descriptor.ts";
import { type EncodeContext } from "./encode-context.ts";
import { type SimpleTypes } from "./simple.ts";
import { type TypeNames } from "./type-names.ts";

/**
 * Writes values as the schema has them. Unknown keys, missing values and wrong types are an `encode` error that names
 * the path: nothing is dropped in silence. It compiles each type once, so it is made once for a descriptor and kept.
 */
export interface Encoder {
  readonly descriptor: ServiceDescriptor;
  readonly simple: SimpleTypes;
  readonly names: TypeNames;
  /** An element of a type. `more` is put into its start tag. */
  element(
    tag: string,
    type: TypeReference,
    value: unknown,
    path: string,
    context: EncodeContext,
    more?: string,
  ): string;
  /** An element that stands alone: a header, or an entry of a fault's detail. */
  global(element: GlobalElementDescriptor, value: unknown, path: string, context: EncodeContext): string;
  /** The children of a complex type, without an element around them. */
  children(typeIndex: number, value: unknown, path: string, context: EncodeContext): string;
}
