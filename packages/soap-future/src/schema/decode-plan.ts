import { type ServiceDescriptor } from "../descriptor.ts";
import { createEncodedDecoder, type EncodedDecoder } from "../encoded/decode.ts";
import { XmlVocabulary } from "../xml/vocabulary.ts";
import { compileType } from "./compile-type.ts";
import { createContentCheck } from "./content-check.ts";
import { createSimpleTypes, type SimpleTypes } from "./simple.ts";
import { TagPairs, type Tags } from "./tag-bytes.ts";
import { createTypeNames, type TypeNames } from "./type-names.ts";
import { type TypePlan } from "./type-plan.ts";

/**
 * The types of a service, made ready for reading as they are met. One for each descriptor is enough, and it may be
 * shared by all calls.
 */
export class DecodePlans {
  readonly descriptor: ServiceDescriptor;
  readonly simpleTypes: SimpleTypes;
  readonly tagPairs = new TagPairs();
  readonly contentProblem = createContentCheck();
  readonly vocabulary = new XmlVocabulary();
  /** How the tags of a type were written last. */
  readonly tags = new Map<TypePlan, Tags>();
  readonly #plans: (TypePlan | undefined)[] = [];
  #names: TypeNames | undefined;
  #encoded: EncodedDecoder | undefined;

  constructor(descriptor: ServiceDescriptor) {
    this.descriptor = descriptor;
    this.simpleTypes = createSimpleTypes(descriptor);
  }

  /** Reads encoded messages. Made when there is one. */
  get encoded(): EncodedDecoder {
    this.#encoded ??= createEncodedDecoder(this.descriptor);
    return this.#encoded;
  }

  /** What xsi:type may say. Made when it is first said. */
  get names(): TypeNames {
    this.#names ??= createTypeNames(this.descriptor);
    return this.#names;
  }

  complex(index: number): TypePlan {
    let plan = this.#plans[index];
    if (plan === undefined) {
      const descriptor = this.descriptor.types[index];
      if (descriptor === undefined) throw new Error(`the descriptor has no type ${index}`);
      plan = compileType(descriptor);
      this.#plans[index] = plan;
    }
    return plan;
  }
}
