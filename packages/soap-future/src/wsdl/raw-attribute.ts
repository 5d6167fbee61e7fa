import { type QName, type TypeReference } from "../descriptor.ts";
import { type SchemaNode } from "./schema-node.ts";

/** An attribute as it is written, before keys are given. */
export interface RawAttribute extends QName {
  readonly type: TypeReference;
  readonly use: "required" | "optional" | "prohibited";
  readonly default?: string;
  readonly fixed?: string;
  readonly node: SchemaNode;
}
