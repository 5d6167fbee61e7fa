/** An attribute, by expanded name. No namespace is the empty string. */
export interface XmlAttribute {
  readonly namespace: string;
  readonly name: string;
  readonly value: string;
}

/**
 * An element of any kind, as data: what `xsd:any` took, a header that no binding declares, a mixed content. Nothing
 * of it is lost, and it can be written again.
 */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  /** Text and elements in their order. */
  readonly children: readonly (string | XmlElement)[];
  /**
   * Namespace prefixes that were in force around the outermost element, where they may matter to names inside values.
   * They are declared again when it is written.
   */
  readonly prefixes?: Readonly<Record<string, string>>;
}
