import { type ElementDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { decodeBuiltin } from "./builtin.ts";
import { type Field, fieldsOfType } from "./fields.ts";

export interface TypeDecoderOptions {
  /**
   * `"service"` takes an element in the namespace that the schema says, in none, or in the service's own: gateways
   * differ in elementFormDefault. `"any"` looks at local names only, as a lenient server does.
   */
  readonly namespaces: "service" | "any";
  /** Takes the items of one repeated element as they are complete, instead of keeping them. */
  readonly items?: ItemSink;
}

/** Where the items of one repeated element go. */
export interface ItemSink {
  /** Names from the outermost element inside the root to the repeated one. */
  readonly path: readonly string[];
  take(item: unknown): void;
}

/** An element with what its field says. */
type ElementField = ElementDescriptor & Pick<Field, "repeated" | "optional">;

/** A complex value that is being put together. */
interface Frame {
  readonly name: string;
  readonly elements: ReadonlyMap<string, ElementField>;
  readonly value: Record<string, unknown>;
  /** Which of its parent's items it is, for error paths. */
  readonly index: number | undefined;
}

/** Names that were skipped, at most so many: the sender decides how many it makes up. */
const maxUnknownNames = 32;

/**
 * Puts the typed value of one element together from the events of its content: the schema decides the shape, not
 * the message. A repeated element is an array for none, one and many.
 */
export class TypeDecoder {
  /** Paths of elements that the schema does not know; their content was skipped. */
  readonly unknownElements: string[] = [];
  readonly #descriptor: ServiceDescriptor;
  readonly #options: TypeDecoderOptions;
  readonly #maps = new Map<number, ReadonlyMap<string, ElementField>>();
  readonly #frames: Frame[] = [];
  /** The simple element whose text is being read. */
  #leaf: ElementField | undefined;
  #text = "";
  #nil = false;
  /** Items given to the sink. */
  #sunk = 0;
  /** Depth inside an element that is skipped. */
  #skipping = 0;

  constructor(
    descriptor: ServiceDescriptor,
    rootName: string,
    typeIndex: number,
    options: TypeDecoderOptions,
  ) {
    this.#descriptor = descriptor;
    this.#options = options;
    this.#open(rootName, typeIndex, undefined);
  }

  start(namespace: string, name: string, attributes: readonly XmlAttribute[]): void {
    if (this.#skipping > 0) {
      this.#skipping++;
      return;
    }
    if (this.#leaf) throw this.#error("decode", `the element ${name} stands inside a value`);
    const frame = this.#frame();
    const element = frame.elements.get(name);
    if (!element || !this.#accepts(namespace, element)) {
      if (this.unknownElements.length < maxUnknownNames)
        this.unknownElements.push(`${this.#path()}/${name.slice(0, 60)}`);
      this.#skipping = 1;
      return;
    }
    if (!element.repeated && Object.hasOwn(frame.value, name))
      throw this.#error("decode", `the element ${name} comes twice`);
    this.#nil = attributes.some(
      (attribute) =>
        attribute.namespace === schemaInstanceNamespace &&
        attribute.name === "nil" &&
        (attribute.value === "true" || attribute.value === "1"),
    );
    if (element.type.kind !== "complex" || this.#nil) {
      this.#leaf = element;
      this.#text = "";
      return;
    }
    const index = element.repeated ? this.#countOf(name) : undefined;
    this.#open(name, element.type.index, index);
  }

  text(text: string): void {
    if (this.#skipping > 0) return;
    if (this.#leaf) this.#text += text;
    else if (/[^\x20\t\r\n]/.test(text)) throw this.#error("decode", "there is text between the elements");
  }

  /** One end tag; true when it was the root's, and the value is complete. */
  end(): boolean {
    if (this.#skipping > 0) {
      this.#skipping--;
      return false;
    }
    if (this.#leaf) {
      this.#endLeaf(this.#leaf);
      return false;
    }
    this.#checkComplete();
    if (this.#frames.length === 1) return true;
    const frame = this.#frame();
    this.#frames.pop();
    this.#put(frame.name, frame.value);
    return false;
  }

  /** The value, once {@link end} has returned true. */
  get value(): Record<string, unknown> {
    return this.#frame().value;
  }

  #endLeaf(element: ElementField): void {
    const path = `${this.#path()}/${element.name}`;
    this.#leaf = undefined;
    if (this.#nil) {
      this.#nil = false;
      if (this.#text !== "") throw this.#error("decode", `${element.name} is nil and has content`);
      if (element.nillable) this.#put(element.name, null);
      // A lenient reader takes nil for an optional parameter as its absence.
      else if (!element.optional || this.#options.namespaces !== "any")
        throw this.#error("decode", `${element.name} cannot be nil`);
      return;
    }
    if (element.type.kind === "builtin")
      this.#put(element.name, decodeBuiltin(element.type.name, this.#text, path));
  }

  #open(name: string, typeIndex: number, index: number | undefined): void {
    const elements = this.#elementsOf(typeIndex);
    // No prototype: an element called __proto__ is plain data.
    const value = Object.create(null) as Record<string, unknown>;
    for (const element of elements.values()) if (element.repeated) value[element.name] = [];
    this.#frames.push({ name, elements, value, index });
  }

  #elementsOf(typeIndex: number): ReadonlyMap<string, ElementField> {
    let map = this.#maps.get(typeIndex);
    if (!map) {
      map = new Map(
        fieldsOfType(this.#descriptor.types[typeIndex]).flatMap((field) =>
          field.kind === "element"
            ? [[field.key, { ...field.element, repeated: field.repeated, optional: field.optional }] as const]
            : [],
        ),
      );
      this.#maps.set(typeIndex, map);
    }
    return map;
  }

  /** Items of a repeated element so far, kept or given away. */
  #countOf(name: string): number {
    return this.#isSunk(name) ? this.#sunk : (this.#frame().value[name] as unknown[]).length;
  }

  #isSunk(name: string): boolean {
    const path = this.#options.items?.path;
    if (path === undefined || path.length !== this.#frames.length || path.at(-1) !== name) return false;
    return this.#frames.every((frame, index) => index === 0 || frame.name === path[index - 1]);
  }

  #put(name: string, value: unknown): void {
    if (this.#options.items !== undefined && this.#isSunk(name)) {
      this.#sunk++;
      this.#options.items.take(value);
      return;
    }
    const frame = this.#frame();
    if (frame.elements.get(name)?.repeated === true) (frame.value[name] as unknown[]).push(value);
    else frame.value[name] = value;
  }

  #checkComplete(): void {
    const { elements, value } = this.#frame();
    for (const element of elements.values()) {
      if (!element.optional && !element.repeated && !Object.hasOwn(value, element.name)) {
        throw this.#error("decode", `the element ${element.name} is missing`);
      }
    }
  }

  #accepts(namespace: string, element: ElementField): boolean {
    if (this.#options.namespaces === "any" || namespace === element.namespace) return true;
    return namespace === "" || namespace === this.#descriptor.targetNamespace;
  }

  #frame(): Frame {
    const frame = this.#frames.at(-1);
    if (!frame) throw new SoapError("decode", "the message has more end tags than elements");
    return frame;
  }

  #path(): string {
    return this.#frames
      .map(({ name, index }) => (index === undefined ? name : `${name}[${index}]`))
      .join("/");
  }

  #error(code: "decode", what: string): SoapError {
    const path = this.#path();
    return new SoapError(code, `${what} (${path})`, { context: { path } });
  }
}
