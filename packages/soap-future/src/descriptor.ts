/**
 * What a WSDL says, as plain data: it can be stored, compared and generated into a source file. The client, the
 * encoder, the decoder, the server and the type generator all read this, and nothing else.
 */
export interface ServiceDescriptor {
  readonly name: string;
  readonly targetNamespace: string;
  readonly port: string;
  /** The address the WSDL names; a client does not follow it (a node must not redirect credentials). */
  readonly location: string | undefined;
  readonly operations: readonly OperationDescriptor[];
  /** Complex types; elements refer to them by their place in this list. */
  readonly types: readonly ComplexTypeDescriptor[];
}

/** One operation of a document/literal wrapped port type. */
export interface OperationDescriptor {
  readonly name: string;
  readonly soapAction: string;
  readonly documentation?: string;
  readonly input: WrapperDescriptor;
  readonly output: WrapperDescriptor;
}

/** The element that wraps the parameters of a request or a response. */
export interface WrapperDescriptor {
  readonly namespace: string;
  readonly name: string;
  /** Index into `types`. */
  readonly type: number;
}

/** A sequence of elements. */
export interface ComplexTypeDescriptor {
  /** Unique within the descriptor; made from its place for anonymous types. */
  readonly name: string;
  readonly elements: readonly ElementDescriptor[];
}

export interface ElementDescriptor {
  readonly name: string;
  /** The empty string for unqualified elements. */
  readonly namespace: string;
  readonly type: TypeReference;
  readonly optional: boolean;
  /** True for `maxOccurs` above 1: the value is always an array. */
  readonly repeated: boolean;
  readonly nillable: boolean;
  readonly documentation?: string;
}

export type TypeReference =
  | { readonly kind: "builtin"; readonly name: BuiltinType }
  | { readonly kind: "complex"; readonly index: number };

/** The XML Schema types that values can have (XML Schema Part 2). */
export const builtinTypes = [
  "string",
  "normalizedString",
  "token",
  "anyURI",
  "boolean",
  "byte",
  "short",
  "int",
  "long",
  "unsignedByte",
  "unsignedShort",
  "unsignedInt",
  "unsignedLong",
  "integer",
  "nonNegativeInteger",
  "positiveInteger",
  "decimal",
  "float",
  "double",
  "base64Binary",
  "hexBinary",
  "dateTime",
  "date",
  "time",
] as const;

export type BuiltinType = (typeof builtinTypes)[number];
