import { type TypeReference } from "../descriptor.ts";
import { type ByteWindow } from "../xml/byte-window.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { XmlElementBuilder } from "../xml/element-builder.ts";
import { schemaInstanceNamespace } from "../wsdl/names.ts";
import { type PredictedReader } from "../xml/handler.ts";
import { decodeAttributes } from "./decode-attributes.ts";
import { type DecodePlans } from "./decode-plan.ts";
import { type AnyPlan, type FieldPlan } from "./type-plan.ts";
import { anyTypePlan } from "./compile-type.ts";
import { decodeLeaf, type Resolve } from "./decode-leaf.ts";
import { type Frame, Frames, type ItemSink, type Values } from "./frames.ts";
import { instanceType } from "./instance-type.ts";
import { LeafReader, type LeafReaderOptions } from "./leaf-reader.ts";
import { Predictor } from "./predict.ts";
import { type XopSink } from "./xop-leaf.ts";

export interface TypeDecoderOptions {
  /**
   * `"service"` takes an element in the namespace that the schema says, in none, or in the service's own: gateways
   * differ in elementFormDefault. `"any"` looks at local names only, as a lenient server does.
   */
  readonly namespaces: "service" | "any";
  /** Takes the items of one repeated element as they are complete, instead of keeping them. */
  readonly items?: ItemSink | undefined;
  /** Takes the references that stand for bytes in another part of the message. */
  readonly xop?: XopSink | undefined;
  /** False reads everything the long way; for tests that compare the two. Default true. */
  readonly predict?: boolean | undefined;
}

/** Names that were skipped, at most so many: the sender decides how many it makes up. */
const maxUnknownNames = 32;

/**
 * Puts the typed value of one element together from the events of its content: the schema decides the shape, not
 * the message. A repeated element is an array for none, one and many.
 */
export class TypeDecoder {
  /** Paths of elements and attributes that the schema does not know; their content was skipped. */
  readonly unknownElements: string[] = [];
  readonly #options: TypeDecoderOptions;
  readonly #frames: Frames;
  readonly #reader: PredictedReader;
  readonly #predictor: Predictor | undefined;
  readonly #leafOptions: LeafReaderOptions;
  #leaf: LeafReader | undefined;
  /** Depth inside an element that is skipped. */
  #skipping = 0;
  /** An element that is kept as it is, and the list it goes to. */
  #kept: { readonly builder: XmlElementBuilder; readonly into: unknown[] } | undefined;

  constructor(
    plans: DecodePlans,
    root: { readonly name: string; readonly type: number },
    reader: PredictedReader,
    options: TypeDecoderOptions,
  ) {
    this.#options = options;
    this.#leafOptions = { lenientNil: options.namespaces === "any", xop: options.xop };
    this.#reader = reader;
    this.#frames = new Frames(plans, options.items);
    this.#frames.open(root.name, plans.complex(root.type), undefined, []);
    if (options.predict !== false) this.#predictor = new Predictor(this.#frames);
  }

  /** What the root's own start tag says. */
  root(attributes: readonly XmlAttribute[], resolve: Resolve): void {
    this.#frames.top.scope = this.#reader.scope;
    this.#attributes(this.#frames.top, attributes, resolve);
  }

  start(namespace: string, name: string, attributes: readonly XmlAttribute[], resolve: Resolve): void {
    if (this.#skipping > 0) {
      this.#skipping++;
      return;
    }
    if (this.#kept) {
      this.#kept.builder.start(namespace, name, attributes, this.#reader.scope);
      return;
    }
    if (this.#leaf) {
      this.#leaf.start(namespace, name, attributes);
      return;
    }
    const frame = this.#frames.top;
    const { plan } = frame;
    if (plan.kind === "elements") this.#startChild(frame, namespace, name, attributes, resolve);
    else if (plan.kind === "mixed") this.#keep(mixedOf(frame), namespace, name, attributes);
    else if (plan.item) this.#open(plan.item, frame.value, attributes, resolve);
    else throw this.#frames.error(`the element ${shorten(name)} stands inside a value`);
  }

  #startChild(
    frame: Frame,
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    resolve: Resolve,
  ): void {
    const field = this.#find(frame, namespace, name);
    if (field === undefined) {
      const any = frame.plan.any.find((each) => each.takes(namespace));
      if (any) this.#keep(this.#listOf(any), namespace, name, attributes);
      else this.#skip(name);
      return;
    }
    const target = this.#frames.target(field, field.repeated);
    if (!field.repeated && Object.hasOwn(target, field.key))
      throw this.#frames.error(`the element ${name} comes twice`);
    frame.order = Math.max(frame.order, field.order);
    this.#predictor?.learn(frame, field, attributes, this.#reader);
    this.#open(field, target, attributes, resolve);
  }

  #listOf(any: AnyPlan): unknown[] {
    return this.#frames.target(any, true)[any.key] as unknown[];
  }

  #keep(into: unknown[], namespace: string, name: string, attributes: readonly XmlAttribute[]): void {
    const builder = new XmlElementBuilder();
    builder.start(namespace, name, attributes, this.#reader.scope);
    this.#kept = { builder, into };
  }

  #skip(name: string): void {
    this.#unknown(name);
    this.#skipping = 1;
  }

  #unknown(name: string): void {
    if (this.unknownElements.length < maxUnknownNames)
      this.unknownElements.push(`${this.#frames.path()}/${name.slice(0, 60)}`);
  }

  #find({ plan, value, order }: Frame, namespace: string, name: string): FieldPlan | undefined {
    const candidates = plan.byName.get(name);
    const first = candidates?.find((field) => field.namespace === namespace);
    const found = first ?? (this.#tolerates(namespace) ? candidates?.[0] : undefined);
    if (candidates === undefined || candidates.length === 1 || found === undefined) return found;
    // Of several particles of one name, the one that may come now.
    const goesOn = candidates.find(
      (field) => field.namespace === found.namespace && field.order >= order && !isFull(field, value),
    );
    return goesOn ?? found;
  }

  #tolerates(namespace: string): boolean {
    if (this.#options.namespaces === "any" || namespace === "") return true;
    return namespace === this.#frames.plans.descriptor.targetNamespace;
  }

  /** The start tag of an element that the schema knows. */
  #open(
    field: FieldPlan,
    target: Values | unknown[],
    attributes: readonly XmlAttribute[],
    resolve: Resolve,
  ): void {
    const { plans } = this.#frames;
    const { type, $type } =
      attributes.length === 0
        ? { type: field.type, $type: undefined }
        : this.#instanceType(field, target, attributes, resolve);
    const nil = attributes.some(isNil);
    const isAny = type.kind === "builtin" && type.name === "anyType";
    if (nil || (type.kind !== "complex" && !isAny)) {
      // Prefixes mean what they mean here, and not where the element has ended.
      const leaf = { field, target, type, $type, nil, resolve: resolverOf(this.#reader.scope) };
      this.#leaf = new LeafReader(this.#frames, leaf, this.#leafOptions);
      for (const { namespace, name } of attributes)
        if (namespace !== schemaInstanceNamespace) this.#unknown(`${field.name}/@${name}`);
      return;
    }
    const plan = type.kind === "complex" ? plans.complex(type.index) : anyTypePlan;
    if (plan.descriptor.abstract === true)
      throw this.#frames.error(
        `${field.name} is of the abstract type ${plan.descriptor.name}, without xsi:type`,
        this.#frames.pathOf(field, target),
      );
    const value = this.#frames.open(field.name, plan, field, target);
    this.#frames.top.scope = this.#reader.scope;
    if ($type !== undefined && plan.kind !== "array") value["$type"] = $type;
    this.#attributes(this.#frames.top, attributes, resolve);
  }

  #instanceType(
    field: FieldPlan,
    target: Values | unknown[],
    attributes: readonly XmlAttribute[],
    resolve: Resolve,
  ): { readonly type: TypeReference; readonly $type: string | undefined } {
    const found = instanceType(this.#frames.plans, field.type, attributes, resolve);
    if (typeof found === "string") throw this.#frames.error(found, this.#frames.pathOf(field, target));
    return found;
  }

  #attributes(frame: Frame, attributes: readonly XmlAttribute[], resolve: Resolve): void {
    if (attributes.length === 0 && frame.plan.expected.length === 0) return;
    decodeAttributes(this.#frames, attributes, resolve, (name) => this.#unknown(`@${name}`));
  }

  text(text: string): void {
    if (this.#skipping > 0) return;
    if (this.#leaf) {
      this.#leaf.text(text);
      return;
    }
    if (this.#kept) {
      this.#kept.builder.text(text);
      return;
    }
    const frame = this.#frames.top;
    if (frame.plan.kind === "simple") frame.text += text;
    else if (frame.plan.kind === "mixed") appendText(mixedOf(frame), text);
    else if (/[^\x20\t\r\n]/.test(text)) throw this.#frames.error("there is text between the elements");
  }

  /** One end tag; true when it was the root's, and the value is complete. */
  end(): boolean {
    if (this.#skipping > 0) {
      this.#skipping--;
      return false;
    }
    if (this.#kept) {
      const element = this.#kept.builder.end();
      if (element === undefined) return false;
      this.#kept.into.push(element);
      this.#kept = undefined;
      return false;
    }
    if (this.#leaf) {
      if (this.#leaf.end()) this.#leaf = undefined;
      return false;
    }
    this.#endSimpleContent(this.#frames.top);
    return !this.#frames.close();
  }

  /** Reads on by itself where it knows what must come. See {@link Predictor}. */
  predict(window: ByteWindow, at: number, reader: PredictedReader): number {
    if (this.#predictor === undefined || this.#leaf || this.#kept || this.#skipping > 0) return at;
    return this.#predictor.predict(window, at, reader);
  }

  #endSimpleContent(frame: Frame): void {
    const { plan, text } = frame;
    if (plan.simple === undefined) return;
    const path = (): string => this.#frames.path();
    const resolve = resolverOf(frame.scope);
    (frame.value as Values)["$"] = decodeLeaf(this.#frames.plans, plan.simple, text, path, resolve);
  }

  /** The value, once {@link end} has returned true. */
  get value(): Values {
    return this.#frames.top.value as Values;
  }
}

function isFull({ key, repeated, group }: FieldPlan, value: Frame["value"]): boolean {
  return !repeated && group === undefined && Object.hasOwn(value, key);
}

function resolverOf(scope: ReadonlyMap<string, string>): Resolve {
  return (prefix) => scope.get(prefix) ?? (prefix === "" ? "" : undefined);
}

function isNil({ namespace, name, value }: XmlAttribute): boolean {
  return (
    namespace === schemaInstanceNamespace &&
    name === "nil" &&
    (value.trim() === "true" || value.trim() === "1")
  );
}

function mixedOf(frame: Frame): unknown[] {
  return (frame.value as Values)["$mixed"] as unknown[];
}

function appendText(list: unknown[], text: string): void {
  const last = list.at(-1);
  if (typeof last === "string") list[list.length - 1] = last + text;
  else list.push(text);
}
