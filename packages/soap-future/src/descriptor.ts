/**
 * What a WSDL says, as plain data: it can be stored as JSON, compared and generated into a source file. The client,
 * the encoder, the decoder, the server and the type generator all read this, and nothing else.
 */
export interface ServiceDescriptor {
  readonly name: string;
  readonly targetNamespace: string;
  readonly port: string;
  readonly soapVersion: SoapVersion;
  /** The address the WSDL names; a client does not follow it (a node must not redirect credentials). */
  readonly location?: string;
  readonly operations: readonly OperationDescriptor[];
  /** Complex types; a {@link TypeReference} of kind `complex` is a place in this list. */
  readonly types: readonly ComplexTypeDescriptor[];
  /** Simple types that a schema defines; a {@link TypeReference} of kind `simple` is a place in this list. */
  readonly simpleTypes: readonly SimpleTypeDescriptor[];
}

export type SoapVersion = "1.1" | "1.2";

/** An expanded name (Namespaces in XML 1.0 section 2.1). No namespace is the empty string. */
export interface QName {
  readonly namespace: string;
  readonly name: string;
}

export interface OperationDescriptor {
  readonly name: string;
  readonly soapAction: string;
  readonly documentation?: string;
  readonly input: MessageDescriptor;
  /** Absent for a one-way operation (WSDL 1.1 section 2.4.1). */
  readonly output?: MessageDescriptor;
  /** Elements that may stand in the detail of a fault. */
  readonly faults: readonly GlobalElementDescriptor[];
}

/**
 * What stands in the Body, and what its value looks like.
 *
 *   element: one element that a schema declares, of a complex type; the value is its content. With the operation's
 *            name it is what is called document/literal wrapped.
 *   rpc:     one element that is named after the operation and not declared anywhere, with an accessor for each part
 *            (WSDL 1.1 section 3.5).
 *   parts:   document style with an element for each part, directly in the Body: bare messages of a simple type, of
 *            several parts, or of none.
 */
export interface MessageDescriptor {
  readonly body: "element" | "rpc" | "parts";
  /** `encoded` is SOAP 1.1 section 5: xsi:type on each value, arrays of SOAP-ENC, references by href. */
  readonly use: "literal" | "encoded";
  /** The first child of the Body; of `parts` without any, both are empty. */
  readonly namespace: string;
  readonly name: string;
  /** Place in `types` of what the value is: for `rpc` and `parts` a type made of the parts. */
  readonly type: number;
  /** Headers that the binding declares (WSDL 1.1 section 3.7). */
  readonly headers: readonly GlobalElementDescriptor[];
}

/** An element on its own: a header, or an entry of a fault's detail. `key` names it in values. */
export interface GlobalElementDescriptor extends QName {
  readonly key: string;
  readonly type: TypeReference;
  readonly nillable: boolean;
}

export interface ComplexTypeDescriptor {
  /** Unique within the descriptor, simple types included; made from its place for anonymous types. */
  readonly name: string;
  /** The name a schema gives it, which is what xsi:type says. Absent for anonymous types. */
  readonly qname?: QName;
  /** Only types derived from it have values. */
  readonly abstract?: true;
  /** Place in `types` of the complex type that it extends or restricts; its content is included here. */
  readonly base?: number;
  readonly content: ContentDescriptor;
  readonly attributes: readonly AttributeDescriptor[];
  /** Other attributes are taken too; they are values by their expanded names under `@any`. */
  readonly anyAttribute?: WildcardDescriptor;
  readonly documentation?: string;
}

/**
 * What stands between the tags.
 *
 *   elements: child elements; an empty group is no content at all
 *   simple:   text (`xsd:simpleContent`); its value has the key `$`
 *   mixed:    text and any elements in their order, kept as they are under the key `$mixed`
 *   array:    a SOAP-ENC array (SOAP 1.1 section 5.4.2); the value is an array
 */
export type ContentDescriptor =
  | { readonly kind: "elements"; readonly group: GroupDescriptor }
  | { readonly kind: "simple"; readonly type: TypeReference }
  | { readonly kind: "mixed" }
  | { readonly kind: "array"; readonly item: TypeReference; readonly itemName: string };

export type ParticleDescriptor = ElementDescriptor | GroupDescriptor | AnyElementDescriptor;

/** How often a particle may occur (XML Schema Part 1 section 3.9). */
export interface Occurrence {
  readonly min: number;
  readonly max: number | "unbounded";
}

export interface ElementDescriptor extends QName, Occurrence {
  readonly kind: "element";
  /**
   * Its name in values: the local name, or `{namespace}name` where another element of the type has that. Two
   * elements of one type and one expanded name share the key, and the value is an array.
   */
  readonly key: string;
  readonly type: TypeReference;
  readonly nillable: boolean;
  /** The text that an empty element stands for. */
  readonly default?: string;
  /** The only text it may have. */
  readonly fixed?: string;
  readonly documentation?: string;
}

/** A model group. Substitution groups are choices between their elements. */
export interface GroupDescriptor extends Occurrence {
  readonly kind: "sequence" | "choice" | "all";
  /**
   * Present when the group may occur more than once and has more than one particle: its occurrences are then an array
   * of objects under this key (`$sequence`, `$choice`, `$choice2`), so that their order is kept. Without a key, the
   * elements are keys of the object around them.
   */
  readonly key?: string;
  readonly particles: readonly ParticleDescriptor[];
}

/** `xsd:any`: elements that the type does not name, kept as they are, always as an array of XmlElement. */
export interface AnyElementDescriptor extends Occurrence, WildcardDescriptor {
  readonly kind: "any";
  /** `$any`; `$any2` and so on for further ones in one type. */
  readonly key: string;
}

export interface WildcardDescriptor {
  /** Namespaces it takes; `##other` is each but `not`. No namespace is the empty string. */
  readonly namespaces: "##any" | "##other" | readonly string[];
  /** The target namespace that `##other` leaves out. */
  readonly not?: string;
}

export interface AttributeDescriptor extends QName {
  /** `@name`, or `@{namespace}name` where another attribute of the type has that. */
  readonly key: string;
  /** A simple type. */
  readonly type: TypeReference;
  readonly required: boolean;
  /** The text that an absent attribute stands for. */
  readonly default?: string;
  readonly fixed?: string;
}

export interface SimpleTypeDescriptor {
  /** Unique within the descriptor, complex types included. */
  readonly name: string;
  readonly qname?: QName;
  /**
   * What it is made of (XML Schema Part 2 section 2.5.1): a restriction of another simple type, a list with items of
   * one type (values are arrays), or a union (the value is of the first member type that its text fits).
   */
  readonly variety:
    | { readonly kind: "atomic"; readonly base: TypeReference }
    | { readonly kind: "list"; readonly item: TypeReference }
    | { readonly kind: "union"; readonly members: readonly TypeReference[] };
  readonly facets: FacetsDescriptor;
  readonly documentation?: string;
}

/** Restrictions of one step of derivation (XML Schema Part 2 section 4.3); those of its base hold as well. */
export interface FacetsDescriptor {
  readonly length?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** One of these must match the whole text. */
  readonly patterns?: readonly string[];
  readonly enumeration?: readonly string[];
  readonly whiteSpace?: "preserve" | "replace" | "collapse";
  readonly minInclusive?: string;
  readonly maxInclusive?: string;
  readonly minExclusive?: string;
  readonly maxExclusive?: string;
  readonly totalDigits?: number;
  readonly fractionDigits?: number;
}

export type TypeReference =
  | { readonly kind: "builtin"; readonly name: BuiltinType }
  | { readonly kind: "simple"; readonly index: number }
  | { readonly kind: "complex"; readonly index: number };

/** The types that XML Schema defines itself (Part 2 section 3), and the two that take any value. */
export const builtinTypes = [
  "anyType",
  "anySimpleType",
  "string",
  "normalizedString",
  "token",
  "language",
  "Name",
  "NCName",
  "NMTOKEN",
  "NMTOKENS",
  "ID",
  "IDREF",
  "IDREFS",
  "ENTITY",
  "ENTITIES",
  "QName",
  "NOTATION",
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
  "nonPositiveInteger",
  "negativeInteger",
  "decimal",
  "float",
  "double",
  "base64Binary",
  "hexBinary",
  "duration",
  "dateTime",
  "date",
  "time",
  "gYear",
  "gYearMonth",
  "gMonth",
  "gMonthDay",
  "gDay",
] as const;

export type BuiltinType = (typeof builtinTypes)[number];
