import { type ByteWindow } from "../xml/byte-window.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { type PredictedReader } from "../xml/handler.ts";
import { type FieldPlan, leafKinds } from "./type-plan.ts";
import { type Frame, type Frames, type Values } from "./frames.ts";
import { booleanAt, bytesAt, integerAt, notRead, textEnd } from "./leaf-bytes.ts";
import { isTagAt, type TagPair, type Tags, textAt } from "./tag-bytes.ts";
import { decodeLeaf } from "./decode-leaf.ts";

function nextAfter({ position, repeated }: FieldPlan): number {
  return repeated ? position : position + 1;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x09 || byte === 0x0d;
}

const lessThan = 0x3c;
const greaterThan = 0x3e;
const slash = 0x2f;

/**
 * Reads elements by comparing: after a row has been read the long way, the next one is expected to be written like
 * it, so the bytes of its tags are known, and only values are looked at. Whatever is not as expected (an attribute, a
 * reference, a comment, another prefix, an unknown element, the end of what has come) is left to the tokenizer, from
 * the beginning of that element; nothing that it checks is left out here.
 */
export class Predictor {
  readonly #frames: Frames;

  constructor(frames: Frames) {
    this.#frames = frames;
  }

  /** An element of a known field was read by the tokenizer, in the frame. */
  learn(frame: Frame, field: FieldPlan, attributes: readonly XmlAttribute[], reader: PredictedReader): void {
    if (field.group !== undefined) return;
    frame.next = Math.max(frame.next, nextAfter(field));
    const { plan } = frame;
    let tags = this.#frames.plans.tags.get(plan);
    if (tags?.pairs[field.position] !== undefined && tags.scope === reader.scope) return;
    if (attributes.length > 0) return;
    if (tags === undefined || tags.scope !== reader.scope) {
      tags = { scope: reader.scope, pairs: [], texts: [] };
      this.#frames.plans.tags.set(plan, tags);
    }
    tags.pairs[field.position] = this.#frames.plans.tagPairs.of(reader.written);
  }

  /** See `XmlHandler.predict`. */
  predict(window: ByteWindow, from: number, reader: PredictedReader): number {
    const { bytes, end } = window;
    let at = from;
    for (;;) {
      const frame = this.#frames.top;
      const tags = this.#tagsOf(frame, reader.scope);
      if (tags === undefined) return at;
      let tag = at;
      while (tag < end && isSpace(bytes[tag])) tag++;
      if (tag + 1 >= end || bytes[tag] !== lessThan) return at;
      const next =
        bytes[tag + 1] === slash
          ? this.#endTag(window, tag, reader)
          : this.#element(frame, tags, window, tag, reader);
      if (next === notRead) return at;
      at = next;
    }
  }

  #tagsOf(frame: Frame, scope: ReadonlyMap<string, string>): Tags | undefined {
    if (frame.tags?.scope === scope) return frame.tags;
    frame.tags = this.#frames.plans.tags.get(frame.plan);
    return frame.tags?.scope === scope ? frame.tags : undefined;
  }

  /** The end of the innermost value, unless it is the root, whose end the tokenizer has to tell of. */
  #endTag({ bytes, end }: ByteWindow, at: number, reader: PredictedReader): number {
    const { written } = reader;
    const behind = at + 2 + written.length;
    if (this.#frames.depth === 1 || behind >= end || bytes[behind] !== greaterThan) return notRead;
    for (let index = 0; index < written.length; index++) {
      const code = written.charCodeAt(index);
      if (code !== bytes[at + 2 + index] || code >= 0x80) return notRead;
    }
    this.#frames.close();
    reader.leave();
    return behind + 1;
  }

  #element(frame: Frame, tags: Tags, window: ByteWindow, at: number, reader: PredictedReader): number {
    const { fields } = frame.plan;
    const { bytes, view, end } = window;
    for (let index = frame.next; index < fields.length; index++) {
      const pair = tags.pairs[index];
      if (pair === undefined || !isTagAt(view, at, pair.open)) continue;
      const behind = at + pair.open.length;
      if (behind + 1 >= end) return notRead;
      const field = fields[index] as FieldPlan;
      // Behind that place, a repeated group may have elements of the same name.
      if (field.order < frame.order) return notRead;
      if (bytes[behind] === greaterThan) {
        return field.type.kind === "complex"
          ? this.#enter(frame, field, field.type.index, pair, behind + 1, reader)
          : this.#leaf(frame, field, tags, window, behind + 1, reader);
      }
      if (bytes[behind] === slash && bytes[behind + 1] === greaterThan)
        return this.#empty(frame, field, behind + 2, reader);
    }
    return notRead;
  }

  #enter(
    frame: Frame,
    field: FieldPlan,
    type: number,
    { written }: TagPair,
    at: number,
    reader: PredictedReader,
  ): number {
    const plan = this.#frames.plans.complex(type);
    if (plan.kind !== "elements" || plan.expected.length > 0 || plan.descriptor.abstract === true)
      return notRead;
    reader.enter(written);
    frame.next = nextAfter(field);
    frame.order = Math.max(frame.order, field.order);
    this.#frames.open(field.name, plan, field, frame.value);
    return at;
  }

  #leaf(
    frame: Frame,
    field: FieldPlan,
    tags: Tags,
    window: ByteWindow,
    from: number,
    reader: PredictedReader,
  ): number {
    const { bytes, view, end } = window;
    const { close } = tags.pairs[field.position] as TagPair;
    const found = textEnd(bytes, view, from, end);
    if (found === notRead) return notRead;
    const to = found < 0 ? ~found : found;
    if (to + close.length > end || to - from > reader.maxTextLength || !isTagAt(view, to, close))
      return notRead;
    const value =
      field.leafKind === leafKinds.string && found >= 0
        ? textAt(window, from, to, tags, field.position)
        : this.#value(field, window, from, to, reader);
    if (value === undefined) return notRead;
    this.#put(frame, field, value, reader);
    return to + close.length;
  }

  /** Undefined for what is to be read the long way, errors among it. */
  #value(field: FieldPlan, window: ByteWindow, from: number, to: number, reader: PredictedReader): unknown {
    const { bytes } = window;
    switch (field.leafKind) {
      case leafKinds.string:
        return window.text(from, to);
      case leafKinds.integer: {
        const value = integerAt(bytes, from, to, field.least, field.most);
        return Number.isNaN(value) ? undefined : value;
      }
      case leafKinds.boolean:
        return booleanAt(bytes, from, to);
      case leafKinds.base64:
        return bytesAt(bytes, from, to);
      default: {
        // What a value has to be besides its type is looked at the long way.
        if (field.element.fixed !== undefined) return undefined;
        if (from === to || (field.type.kind === "builtin" && field.type.name === "anyType")) return undefined;
        const path = (): string => this.#frames.pathOf(field, this.#frames.top.value);
        return decodeLeaf(
          this.#frames.plans,
          field.type,
          window.text(from, to),
          path,
          (prefix) => reader.scope.get(prefix) ?? (prefix === "" ? "" : undefined),
        );
      }
    }
  }

  #empty(frame: Frame, field: FieldPlan, at: number, reader: PredictedReader): number {
    if (field.leafKind !== leafKinds.string) return notRead;
    this.#put(frame, field, "", reader);
    return at;
  }

  #put(frame: Frame, field: FieldPlan, value: unknown, reader: PredictedReader): void {
    reader.leaf();
    frame.next = nextAfter(field);
    frame.order = Math.max(frame.order, field.order);
    this.#frames.put(frame.value as Values, field, value);
  }
}
