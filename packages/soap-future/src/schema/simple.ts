import {
  type FacetsDescriptor,
  type ServiceDescriptor,
  type SimpleTypeDescriptor,
  type TypeReference,
} from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { decoderOf, encoderOf, isListType } from "./builtin.ts";
import { type Check, type Checked, facetChecks, patternCheck } from "./facets.ts";
import { type SimpleCodec } from "./simple-codec.ts";
import { listCodec, unionCodec } from "./simple-varieties.ts";
import { pathText, quoted, valueError, type ValuePath } from "./value-error.ts";
import { collapseSpace, replaceSpace } from "./white-space.ts";

/** The simple types of a descriptor, each compiled when it is first asked for. */
export interface SimpleTypes {
  /** Throws `wsdl_unsupported` for what cannot be compiled: a pattern that is none, a type made of itself. */
  codec(reference: TypeReference): SimpleCodec;
}

export function createSimpleTypes({ simpleTypes }: Pick<ServiceDescriptor, "simpleTypes">): SimpleTypes {
  const builtins = new Map<string, SimpleCodec>();
  const codecs = new Map<number, SimpleCodec>();
  const compiling = new Set<number>();
  const codec = (reference: TypeReference): SimpleCodec => {
    if (reference.kind === "complex") throw unusable("a complex type stands in the place of a simple one");
    if (reference.kind === "builtin") {
      const { name } = reference;
      const known = builtins.get(name) ?? builtinCodec(name);
      builtins.set(name, known);
      return known;
    }
    const known = codecs.get(reference.index);
    if (known !== undefined) return known;
    const type = simpleTypes[reference.index];
    if (type === undefined) throw unusable(`the simple type ${reference.index} is not in the descriptor`);
    if (compiling.has(reference.index)) throw unusable(`the simple type ${type.name} is made of itself`);
    compiling.add(reference.index);
    try {
      const compiled = simpleCodec(type, codec);
      codecs.set(reference.index, compiled);
      return compiled;
    } finally {
      compiling.delete(reference.index);
    }
  };
  return { codec };
}

function builtinCodec(name: (TypeReference & { kind: "builtin" })["name"]): SimpleCodec {
  const kept = name === "string" || name === "anyType" || name === "anySimpleType";
  return {
    family: isListType(name) ? "list" : name,
    decode: decoderOf(name),
    encode: encoderOf(name),
    normalize: kept ? (text) => text : name === "normalizedString" ? replaceSpace : collapseSpace,
  };
}

function simpleCodec(
  { name, variety, facets }: SimpleTypeDescriptor,
  codec: (reference: TypeReference) => SimpleCodec,
): SimpleCodec {
  if (variety.kind === "list") return restricted(name, listCodec(name, codec(variety.item)), facets);
  if (variety.kind === "union") return restricted(name, unionCodec(name, variety.members.map(codec)), facets);
  return restricted(name, codec(variety.base), facets);
}

/**
 * One step of derivation. What is sent is checked against all facets. What is received is checked against all but
 * patterns: a pattern comes with the WSDL, may take exponential time, and the peer would choose the text for it.
 */
function restricted(name: string, base: SimpleCodec, facets: FacetsDescriptor): SimpleCodec {
  const { family } = base;
  const decodeChecks = facetChecks(family, facets);
  const space = whiteSpace(facets);
  if (decodeChecks.length === 0 && space === undefined && facets.patterns === undefined) return base;
  const normalize =
    space === undefined ? base.normalize : (text: string): string => space(base.normalize(text));
  const isName = family === "QName" || family === "NOTATION";
  const checked = (value: unknown, text: string): Checked => ({
    value,
    // The prefix of a name is chosen by who writes it.
    text: isName ? String(value) : text,
  });
  // A pattern that cannot be translated must not keep an answer from being read.
  let encodeChecks: readonly Check[] | undefined;
  return {
    family,
    normalize,
    decode(written, path, resolve) {
      const text = normalize(written);
      const value = base.decode(text, path, resolve);
      check("decode", name, decodeChecks, checked(value, text), path);
      return value;
    },
    encode(value, path, prefixOf) {
      const text = normalize(base.encode(value, path, prefixOf));
      encodeChecks ??= [...decodeChecks, ...patternCheck(facets)];
      check("encode", name, encodeChecks, checked(value, text), path);
      return text;
    },
  };
}

function whiteSpace({ whiteSpace: kind }: FacetsDescriptor): ((text: string) => string) | undefined {
  if (kind === "collapse") return collapseSpace;
  return kind === "replace" ? replaceSpace : undefined;
}

function check(
  code: "encode" | "decode",
  name: string,
  checks: readonly Check[],
  checked: Checked,
  path: ValuePath,
): void {
  for (const each of checks) {
    const wrong = each(checked);
    if (wrong !== undefined)
      throw valueError(code, `${quoted(checked.text)} at ${pathText(path)} is not a ${name}: ${wrong}`, path);
  }
}

function unusable(what: string): SoapError {
  return new SoapError("wsdl_unsupported", what);
}
