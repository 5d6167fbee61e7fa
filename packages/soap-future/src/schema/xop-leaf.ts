import { SoapError } from "../errors.ts";
import { xopNamespace } from "../wsdl/names.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute } from "../xml/element.ts";

/** Where `xop:Include` elements go. */
export interface XopSink {
  /** `fill` is to be called with the bytes, once they have come. Throws {@link SoapError} (`decode`). */
  refer(href: string, path: string, fill: (bytes: Uint8Array) => void): void;
}

/** An `xop:Include` inside an element of base64Binary (XOP section 2.1). */
export class XopLeaf {
  readonly href: string;
  readonly path: string;
  isOpen = true;

  constructor(namespace: string, name: string, attributes: readonly XmlAttribute[], path: string) {
    const href = attributes.find((each) => each.namespace === "" && each.name === "href");
    if (namespace !== xopNamespace || name !== "Include" || href === undefined)
      throw new SoapError("decode", `the element ${shorten(name)} stands inside a value (${path})`, {
        context: { path },
      });
    this.href = href.value;
    this.path = path;
  }
}
