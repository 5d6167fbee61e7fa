import { type TypeReference } from "../descriptor.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { decodeLeaf, isFixed, type Resolve } from "./decode-leaf.ts";
import { type FieldPlan } from "./type-plan.ts";
import { type Frames, type Values } from "./frames.ts";
import { PlainObject } from "./plain-object.ts";
import { XopLeaf, type XopSink } from "./xop-leaf.ts";

/** An element of a simple type, or one that is nil. */
export interface Leaf {
  readonly field: FieldPlan;
  readonly target: Values | unknown[];
  readonly type: TypeReference;
  /** The type that xsi:type named where any may stand. */
  readonly $type: string | undefined;
  readonly nil: boolean;
  /** What prefixes mean where it begins. */
  readonly resolve: Resolve;
}

export interface LeafReaderOptions {
  /** Takes nil for an optional element as its absence. */
  readonly lenientNil: boolean;
  readonly xop: XopSink | undefined;
}

/** Reads the content of one leaf, and puts its value where it belongs. */
export class LeafReader {
  readonly #frames: Frames;
  readonly #options: LeafReaderOptions;
  readonly #leaf: Leaf;
  #text = "";
  #xop: XopLeaf | undefined;

  constructor(frames: Frames, leaf: Leaf, options: LeafReaderOptions) {
    this.#frames = frames;
    this.#leaf = leaf;
    this.#options = options;
  }

  /** Nothing may stand inside but a reference to another part of the message. */
  start(namespace: string, name: string, attributes: readonly XmlAttribute[]): void {
    const { type, nil } = this.#leaf;
    const isBytes = type.kind === "builtin" && type.name === "base64Binary";
    const mayRefer = this.#options.xop !== undefined && isBytes && !nil && this.#xop === undefined;
    if (!mayRefer || this.#text.trim() !== "")
      throw this.#frames.error(`the element ${shorten(name)} stands inside a value`, this.#path());
    this.#xop = new XopLeaf(namespace, name, attributes, this.#path());
  }

  text(text: string): void {
    this.#text += text;
  }

  /** True when the end tag was the leaf's own, and its value is in its place. */
  end(): boolean {
    if (this.#xop?.isOpen === true) {
      this.#xop.isOpen = false;
      return false;
    }
    if (this.#leaf.nil) this.#endNil();
    else if (this.#xop) this.#endXop(this.#xop);
    else this.#endValue();
    return true;
  }

  #endValue(): void {
    const { field, target, type, $type, resolve } = this.#leaf;
    const { fixed, default: byDefault = fixed } = field.element;
    const text = this.#text === "" && byDefault !== undefined ? byDefault : this.#text;
    const { plans } = this.#frames;
    const path = (): string => this.#path();
    const said = decodeLeaf(plans, type, text, path, resolve);
    // A sender may narrow the type, and not choose what its values are: a decimal stays text when it is an xsd:int.
    const value = isNarrowed(this.#leaf) ? decodeLeaf(plans, field.type, text, path, resolve) : said;
    if (fixed !== undefined && !isFixed(plans, type, text, fixed))
      throw this.#frames.error(`${field.name} is always ${JSON.stringify(fixed)}`, path());
    this.#frames.put(target, field, $type === undefined ? value : typedValue($type, value));
  }

  #endNil(): void {
    const { field, target } = this.#leaf;
    if (this.#text.trim() !== "")
      throw this.#frames.error(`${field.name} is nil and has content`, this.#path());
    if (field.element.nillable) this.#frames.put(target, field, null);
    else if (!field.optional || !this.#options.lenientNil)
      throw this.#frames.error(`${field.name} cannot be nil`, this.#path());
  }

  #endXop({ href, path }: XopLeaf): void {
    if (this.#text.trim() !== "") throw this.#frames.error("there is text beside an Include", path);
    const { put } = this.#frames.place(this.#leaf.target, this.#leaf.field);
    put(new Uint8Array(0));
    this.#options.xop?.refer(href, path, put);
  }

  #path(): string {
    return this.#frames.pathOf(this.#leaf.field, this.#leaf.target);
  }
}

function isNarrowed({ type, field }: Leaf): boolean {
  const { type: declared } = field;
  return type !== declared && !(declared.kind === "builtin" && /^any(?:Simple)?Type$/.test(declared.name));
}

/** A simple value where any type may stand. */
function typedValue($type: string, value: unknown): Values {
  const typed = new PlainObject();
  typed["$type"] = $type;
  typed["$"] = value;
  return typed;
}
