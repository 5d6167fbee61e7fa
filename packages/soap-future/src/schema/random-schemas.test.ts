import { describe, expect, it } from "vitest";
import {
  type AttributeDescriptor,
  type ComplexTypeDescriptor,
  type GroupDescriptor,
  type MessageDescriptor,
  type ParticleDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { buildEnvelope } from "../envelope/build.ts";
import { EnvelopeReader } from "../envelope/read.ts";
import { SoapError } from "../errors.ts";
import { DecodePlans } from "./decode-plan.ts";
import { createEncoder } from "./encode.ts";
import { type ItemSink } from "./frames.ts";
import { repeatedPath } from "./repeated-path.ts";

/** Pseudo-random numbers that a seed gives again (mulberry32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  real(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(end: number): number {
    return Math.floor(this.real() * end);
  }

  chance(probability: number): boolean {
    return this.real() < probability;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }
}

const names = [
  ...[
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "then",
    "length",
    "a",
    "ab",
    "abc",
  ],
  ...[
    "item",
    "items",
    "id",
    "x-y.z",
    "ü",
    "名",
    "name",
    "names",
    "nameOf",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
  ],
];

const samples = {
  string: [
    "",
    " ",
    "x",
    "a & b",
    "]]>",
    "ü😀",
    "a]b",
    "\r\n",
    "\t",
    "<tag>",
    "constructor",
    "\u00a0",
    "long ".repeat(30),
  ],
  long: ["0", "-1", "9223372036854775807", "123456789012345", "9007199254740993"],
  int: ["0", "-2147483648", "17"],
  unsignedByte: ["0", "255"],
  boolean: ["true", "false"],
  base64Binary: ["", "AQ==", "AQI=", "AQID"],
  hexBinary: ["", "00FF"],
  decimal: ["0.10", "-12345678901234567890.123", "1"],
  double: ["INF", "NaN", "-0", "1.5", "1e300"],
  dateTime: ["2026-11-24T03:44:01.5+01:00", "2026-11-24T03:44:01Z"],
  token: ["", "a b", "x"],
} as const;
type Sampled = keyof typeof samples;
const sampled = Object.keys(samples) as Sampled[];

const simpleTypes: readonly SimpleTypeDescriptor[] = [
  {
    name: "Colour",
    variety: { kind: "atomic", base: { kind: "builtin", name: "string" } },
    facets: { enumeration: ["red", "green", ""] },
  },
  {
    name: "Numbers",
    variety: { kind: "list", item: { kind: "builtin", name: "int" } },
    facets: {},
  },
  {
    name: "Either",
    variety: {
      kind: "union",
      members: [
        { kind: "builtin", name: "int" },
        { kind: "simple", index: 0 },
      ],
    },
    facets: {},
  },
];
const simpleSamples = [
  ["red", "green", ""],
  ["", "1", "1 2 3"],
  ["7", "red"],
];

class RandomSchema {
  readonly dice: Dice;
  readonly descriptor: ServiceDescriptor;
  readonly #types: ComplexTypeDescriptor[] = [];
  readonly #count: number;
  /** Repeated groups lose where one occurrence ends and the next begins, when both ways read alike. */
  hasGroups = false;
  #groups = 0;

  constructor(dice: Dice) {
    this.dice = dice;
    this.#count = 2 + dice.below(3);
    this.#types.push({
      name: "Root",
      attributes: [],
      content: {
        kind: "elements",
        group: {
          ...{ kind: "sequence", min: 1, max: 1 },
          particles: [
            {
              ...{ kind: "element", key: "rows", name: "rows", namespace: "" },
              ...{
                min: 0,
                max: "unbounded",
                nillable: dice.chance(0.3),
                type: { kind: "complex", index: 1 },
              },
            },
          ],
        },
      },
    });
    for (let index = 1; index <= this.#count; index++) this.#types.push(this.#type(index));
    this.descriptor = {
      ...{ name: "Random", targetNamespace: "urn:t", port: "P", soapVersion: "1.1", operations: [] },
      simpleTypes,
      types: this.#types,
    };
  }

  #type(index: number): ComplexTypeDescriptor {
    const { dice } = this;
    const attributes: AttributeDescriptor[] = [];
    if (dice.chance(0.3)) {
      for (const name of ["__proto__", "id"].slice(0, 1 + dice.below(2))) {
        attributes.push({
          ...{ key: `@${name}`, name, namespace: "", type: this.#simple(), required: dice.chance(0.3) },
        });
      }
    }
    const kind = dice.real();
    const qname = { namespace: "urn:t", name: `T${index}` };
    if (index > 1 && kind < 0.12)
      return { name: `T${index}`, qname, attributes, content: { kind: "simple", type: this.#simple() } };
    if (index > 1 && kind < 0.2) return { name: `T${index}`, qname, attributes, content: { kind: "mixed" } };
    const free = names.toSorted(() => dice.real() - 0.5);
    const group = this.#group(dice.chance(0.15) ? "all" : dice.chance(0.25) ? "choice" : "sequence", free, 0);
    const wholly: GroupDescriptor = { ...group, min: dice.chance(0.2) ? 0 : 1, max: 1 };
    return { name: `T${index}`, qname, attributes, content: { kind: "elements", group: wholly } };
  }

  #simple(): TypeReference {
    if (this.dice.chance(0.25)) return { kind: "simple", index: this.dice.below(simpleTypes.length) };
    return { kind: "builtin", name: this.dice.of(sampled) };
  }

  #group(kind: GroupDescriptor["kind"], free: string[], depth: number): GroupDescriptor {
    const { dice } = this;
    const particles: ParticleDescriptor[] = [];
    for (let count = 1 + dice.below(depth === 0 ? 5 : 3); count > 0; count--) {
      if (kind !== "all" && depth < 2 && dice.chance(0.25)) {
        const inner = this.#group(dice.chance(0.5) ? "choice" : "sequence", free, depth + 1);
        const repeats = inner.particles.length > 1 && dice.chance(0.5);
        if (repeats) this.hasGroups = true;
        particles.push({
          ...inner,
          ...(repeats && { key: `$${inner.kind}${this.#groups++}` }),
          min: dice.below(2),
          max: repeats ? "unbounded" : 1,
        });
      } else particles.push(this.#element(free, kind === "all"));
    }
    if (depth === 0 && kind === "sequence" && dice.chance(0.2))
      particles.push({ kind: "any", key: "$any", namespaces: ["urn:any"], min: 0, max: "unbounded" });
    return { kind, min: 1, max: 1, particles };
  }

  #element(free: string[], once: boolean): ParticleDescriptor {
    const { dice } = this;
    const name = free.pop() as string;
    const isComplex = dice.chance(0.3);
    const type: TypeReference = isComplex
      ? { kind: "complex", index: 1 + dice.below(this.#count) }
      : this.#simple();
    const repeated = !once && dice.chance(0.3);
    const preset = !isComplex && dice.chance(0.15) ? this.text(type) : "";
    return {
      ...{ kind: "element", key: name, name, namespace: dice.of(["", "", "urn:t", "urn:q"]), type },
      // What contains itself must end somewhere.
      min: isComplex ? 0 : dice.below(2),
      max: repeated ? "unbounded" : 1,
      nillable: dice.chance(0.2),
      ...(preset !== "" && (dice.chance(0.5) ? { default: preset } : { fixed: preset })),
    };
  }

  text(type: TypeReference): string {
    if (type.kind === "builtin") return this.dice.of(samples[type.name as Sampled]);
    return this.dice.of(simpleSamples[type.index] ?? []);
  }
}

/** A value that fits. */
class RandomValues {
  readonly #schema: RandomSchema;
  readonly #dice: Dice;
  readonly #plans: DecodePlans;
  #left = 150;

  constructor(schema: RandomSchema, plans: DecodePlans) {
    this.#schema = schema;
    this.#dice = schema.dice;
    this.#plans = plans;
  }

  complex(index: number, depth: number): Record<string, unknown> {
    const value = Object.create(null) as Record<string, unknown>;
    const { content, attributes } = this.#schema.descriptor.types[index] as ComplexTypeDescriptor;
    for (const { key, type, required } of attributes)
      if (required || this.#dice.chance(0.5)) value[key] = this.#leaf(type, this.#schema.text(type));
    if (content.kind === "simple") value["$"] = this.#leaf(content.type, this.#schema.text(content.type));
    if (content.kind === "mixed") value["$mixed"] = this.#dice.chance(0.5) ? ["te]xt"] : ["a", any("b"), "c"];
    if (content.kind === "elements") {
      this.#arrays(content.group, value);
      this.#group(content.group, value, depth);
    }
    return value;
  }

  /** What is repeated is an array for none, too. */
  #arrays(group: GroupDescriptor, value: Record<string, unknown>): void {
    for (const particle of group.particles) {
      if (particle.kind === "any") value[particle.key] = [];
      else if (particle.kind === "element") {
        if (particle.max === "unbounded") value[particle.key] = [];
      } else if (particle.key === undefined) this.#arrays(particle, value);
      else value[particle.key] = [];
    }
  }

  #group(group: GroupDescriptor, value: Record<string, unknown>, depth: number): void {
    if (group.min === 0 && this.#dice.chance(0.4)) return;
    this.#once(group, value, depth);
  }

  #once(group: GroupDescriptor, value: Record<string, unknown>, depth: number): void {
    const chosen = group.kind === "choice" ? [this.#dice.of(group.particles)] : group.particles;
    for (const particle of chosen) this.#particle(particle, value, depth);
  }

  #particle(particle: ParticleDescriptor, value: Record<string, unknown>, depth: number): void {
    if (particle.kind !== "element" && particle.kind !== "any" && particle.key === undefined) {
      this.#group(particle, value, depth);
      return;
    }
    const { min, max } = particle;
    const wanted = max === 1 ? this.#dice.below(2) : this.#dice.below(4);
    const count = Math.max(min, depth > 4 || this.#left < 0 ? 0 : wanted);
    for (let index = 0; index < count; index++) {
      this.#left--;
      let item: unknown;
      if (particle.kind === "any") item = any("more");
      else if (particle.kind === "element") item = this.#item(particle, depth);
      else {
        item = Object.create(null);
        this.#arrays(particle, item as Record<string, unknown>);
        this.#once(particle, item as Record<string, unknown>, depth + 1);
      }
      if (max === "unbounded") (value[particle.key as string] as unknown[]).push(item);
      else value[particle.key as string] = item;
    }
  }

  #item(element: ParticleDescriptor & { kind: "element" }, depth: number): unknown {
    const { type, nillable, fixed, default: preset } = element;
    if (nillable && this.#dice.chance(0.3)) return null;
    if (type.kind === "complex") return this.complex(type.index, depth + 1);
    const text = fixed ?? this.#schema.text(type);
    return this.#leaf(type, text === "" ? (preset ?? "") : text);
  }

  #leaf(type: TypeReference, text: string): unknown {
    return this.#plans.simpleTypes.codec(type).decode(text, "");
  }
}

const any = (name: string): object => ({ namespace: "urn:any", name, attributes: [], children: ["text"] });

const message: MessageDescriptor = {
  ...{ body: "element", use: "literal", namespace: "urn:t", name: "root", type: 0, headers: [] },
};
const operation = { name: "test", soapAction: "", input: message, output: message, faults: [] };

/** Values as a text that keeps apart what JSON does not. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => {
    if (typeof held === "bigint") return `${held}n`;
    if (Object.is(held, -0)) return "-0";
    return typeof held === "number" && !Number.isFinite(held) ? String(held) : held;
  });
}

interface Reading {
  readonly predict: boolean;
  readonly lenient?: boolean;
  readonly items?: ItemSink;
}

function decode(
  plans: DecodePlans,
  pieces: readonly Uint8Array[],
  reading: Reading,
): Record<string, unknown> {
  const reader = new EnvelopeReader(plans, {
    namespaces: reading.lenient === true ? "any" : "service",
    entry: () => ({ operation, message }),
    predict: reading.predict,
    items: reading.items,
  });
  for (const piece of pieces) {
    // Its memory is somebody else's as soon as it has been taken.
    const lent = Uint8Array.from(piece);
    reader.push(lent);
    lent.fill(0x23);
  }
  return reader.finish().value;
}

/** The value as text, or the error. */
function read(plans: DecodePlans, pieces: readonly Uint8Array[], reading: Reading): string {
  const taken: unknown[] = [];
  const { items } = reading;
  const sink = items && { path: items.path, take: (item: unknown) => taken.push(item) };
  try {
    const value = decode(plans, pieces, { ...reading, ...(sink && { items: sink }) });
    return shown(value) + shown(taken);
  } catch (error) {
    if (error instanceof SoapError) return `${error.code} ${error.reason}`;
    throw error;
  }
}

const tags = [
  "<rows>",
  "</rows>",
  "<rows/>",
  "<a>",
  "</a>",
  "<!--c-->",
  "&lt;",
  "]]>",
  "\r\n",
  " ",
  "ü",
  "0",
  "<a/>",
];
const attributes = [
  ' xsi:nil="true"',
  ' xsi:type="q:T1"',
  ' xsi:type="q:T2"',
  ' xmlns="urn:t"',
  ' xmlns="urn:q"',
  ' id="1"',
  ' xmlns:ns1="urn:q"',
];

/** Breaks a document, or changes what may be changed. */
function changed(document: string, dice: Dice): string {
  let text = document;
  for (let count = dice.below(4); count > 0; count--) {
    const elements = [...text.matchAll(/<[^/!][^\s>/]*/g)];
    if (elements.length === 0) return text;
    const place = dice.of(elements);
    const at = place.index + place[0].length;
    switch (dice.below(5)) {
      case 0:
        text = text.slice(0, at) + dice.of(attributes) + text.slice(at);
        break;
      case 1: {
        const anywhere = dice.below(text.length);
        text = text.slice(0, anywhere) + dice.of(tags) + text.slice(anywhere + dice.below(3));
        break;
      }
      case 2: {
        // An element that comes twice, or stands somewhere else.
        const end = text.indexOf(`</${place[0].slice(1)}>`, at);
        if (end === -1) break;
        const whole = text.slice(place.index, end + place[0].length + 2);
        const target = dice.of(elements).index;
        text = text.slice(0, target) + whole + text.slice(target);
        break;
      }
      case 3: {
        const end = text.indexOf(`</${place[0].slice(1)}>`, at);
        if (end !== -1) text = text.slice(0, place.index) + text.slice(end + place[0].length + 2);
        break;
      }
      default:
        text = text.replaceAll("><", ">\n<");
    }
  }
  return text;
}

function cut(bytes: Uint8Array, dice: Dice): Uint8Array[] {
  const places = [0, bytes.length];
  for (let count = dice.below(6); count > 0; count--) places.push(dice.below(bytes.length + 1));
  places.sort((one, other) => one - other);
  return places.slice(1).map((place, index) => Uint8Array.from(bytes.subarray(places[index], place)));
}

const seeds = Array.from({ length: 400 }, (_, index) => 601 + index);

describe("values of random types", () => {
  it("come back as they were sent", () => {
    for (const seed of seeds) {
      const schema = new RandomSchema(new Dice(seed));
      const plans = new DecodePlans(schema.descriptor);
      const encoder = createEncoder(schema.descriptor);
      const value = new RandomValues(schema, plans).complex(0, 0);
      const what = `seed ${seed} ${shown(value)} ${JSON.stringify(schema.descriptor.types)}`;
      let envelope = "";
      try {
        envelope = buildEnvelope(encoder, message, value, { soapVersion: "1.1" });
        for (const predict of [false, true]) {
          const back = decode(plans, [Buffer.from(envelope)], { predict });
          if (!schema.hasGroups) expect(sorted(back), what).toBe(sorted(value));
          expect(buildEnvelope(encoder, message, back, { soapVersion: "1.1" })).toBe(envelope);
        }
      } catch (error) {
        throw new Error(`${what}\n${envelope}`, { cause: error });
      }
    }
  });

  it("are read the same by comparing and the long way, whatever becomes of the document", () => {
    for (const seed of seeds) {
      const dice = new Dice(seed);
      const schema = new RandomSchema(dice);
      const plans = new DecodePlans(schema.descriptor);
      const value = new RandomValues(schema, plans).complex(0, 0);
      const envelope = buildEnvelope(createEncoder(schema.descriptor), message, value, {
        soapVersion: "1.1",
      }).replace(
        "<SOAP-ENV:Envelope",
        '<SOAP-ENV:Envelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:q="urn:t"',
      );
      const items: ItemSink | undefined = dice.chance(0.3)
        ? { path: repeatedPath(schema.descriptor, operation), take: () => {} }
        : undefined;
      for (let round = 0; round < 8; round++) {
        const document = changed(envelope, dice);
        const bytes = Buffer.from(document);
        const reading = { lenient: dice.chance(0.3), ...(items && { items }) };
        const long = read(plans, [bytes], { ...reading, predict: false });
        expect(read(plans, [bytes], { ...reading, predict: true }), `seed ${seed} ${document}`).toBe(long);
        expect(read(plans, cut(bytes, dice), { ...reading, predict: true }), `seed ${seed} ${document}`).toBe(
          long,
        );
      }
    }
  });
});

/** Without the order of keys, which a value does not have. */
function sorted(value: unknown): string {
  const order = (held: unknown): unknown => {
    if (typeof held !== "object" || held === null || held instanceof Uint8Array) return held;
    if (Array.isArray(held)) return held.map(order);
    if (
      Object.getPrototypeOf(held) !== null &&
      Object.getPrototypeOf(Object.getPrototypeOf(held) ?? {}) !== null &&
      !("namespace" in held)
    )
      return held;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(held).toSorted()) copy[key] = order((held as Record<string, unknown>)[key]);
    return copy;
  };
  return shown(order(value));
}
