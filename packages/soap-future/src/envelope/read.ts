import {
  type GlobalElementDescriptor,
  type MessageDescriptor,
  type OperationDescriptor,
  type SoapVersion,
} from "../descriptor.ts";
import { EncodedBodyBuilder } from "../encoded/tree.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { TypeDecoder, type TypeDecoderOptions } from "../schema/decode.ts";
import { type DecodePlans } from "../schema/decode-plan.ts";
import { type ItemSink } from "../schema/frames.ts";
import { type ByteWindow } from "../xml/byte-window.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlAttribute, type XmlElement } from "../xml/element.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { type PredictedReader, type XmlHandler } from "../xml/handler.ts";
import { XmlTokenizer } from "../xml/tokenizer.ts";
import { ElementList } from "./element-list.ts";
import { readFault } from "./fault-reader.ts";
import { type EnvelopeHeaders, readHeaders } from "./headers.ts";
import { envelopeNamespaces } from "./names.ts";

/** What a Body is read as. */
export interface BodyEntry {
  readonly operation: OperationDescriptor;
  readonly message: MessageDescriptor;
}

export interface EnvelopeReaderOptions extends TypeDecoderOptions {
  /**
   * Finds what a Body is by the expanded name of its first child (both empty when it has none), or undefined to
   * refuse it.
   */
  readonly entry: (namespace: string, name: string) => BodyEntry | undefined;
  /** Default: the descriptor's. */
  readonly version?: SoapVersion | undefined;
  readonly limits?: Partial<XmlLimits> | undefined;
  /** Elements that the detail of a fault may hold. */
  readonly faults?: readonly GlobalElementDescriptor[] | undefined;
  /** True for a header block that somebody above takes care of, though no binding declares it. */
  readonly understands?: ((block: XmlElement) => boolean) | undefined;
}

export interface EnvelopeContent extends EnvelopeHeaders {
  readonly operation: OperationDescriptor;
  readonly value: Record<string, unknown>;
  /** Paths of elements that the schema does not know. */
  readonly unknownElements: readonly string[];
}

/** Header blocks, of which each is kept until the end of the message. */
const maxHeaders = 100;
const maxFaultChildren = 100;

type Place =
  | "document"
  | "envelope"
  | "header"
  | "body"
  | "entry"
  | "parts"
  | "encoded"
  | "fault"
  | "after-entry"
  | "done";

/**
 * Reads a SOAP envelope while its bytes arrive. Prefixes do not matter, an empty Header neither.
 *
 *   document -> envelope -> (header -> envelope) -> body -> entry | fault -> after-entry -> done
 *                                                   body -> parts | encoded -> done
 */
export class EnvelopeReader implements XmlHandler {
  readonly #plans: DecodePlans;
  readonly #options: EnvelopeReaderOptions;
  readonly #version: SoapVersion;
  readonly #tokenizer: XmlTokenizer;
  readonly #headers = new ElementList(maxHeaders, "headers");
  #place: Place = "document";
  #hasHeader = false;
  #entry: BodyEntry | undefined;
  #decoder: TypeDecoder | undefined;
  #encoded: EncodedBodyBuilder | undefined;
  #fault: ElementList | undefined;

  constructor(plans: DecodePlans, options: EnvelopeReaderOptions) {
    this.#plans = plans;
    this.#options = options;
    this.#version = options.version ?? plans.descriptor.soapVersion;
    // The items of a stream go away one by one; a text must not hold on to what stood around it.
    this.#tokenizer = new XmlTokenizer(this, options.limits, {
      share: options.items === undefined,
      vocabulary: plans.vocabulary,
    });
  }

  push(bytes: Uint8Array): void {
    this.#tokenizer.push(bytes);
  }

  /** True when the Body holds a fault. */
  get isFault(): boolean {
    return this.#fault !== undefined;
  }

  /** The message has ended: its content. Throws the {@link SoapFault} if it was one. */
  finish(): EnvelopeContent {
    this.#tokenizer.end();
    if (this.#fault) {
      throw readFault(this.#version, this.#fault.elements, {
        scopes: this.#fault.scopes,
        plans: this.#plans,
        faults: this.#options.faults ?? [],
      });
    }
    if (!this.#entry) throw new SoapError("decode", "the Body of the envelope is empty");
    const { operation, message } = this.#entry;
    const { namespaces, understands } = this.#options;
    return {
      operation,
      ...this.#content(message),
      ...readHeaders(this.#version, this.#headers.elements, {
        scopes: this.#headers.scopes,
        plans: this.#plans,
        declared: message.headers,
        understands,
        namespaces,
      }),
    };
  }

  #content(message: MessageDescriptor): Pick<EnvelopeContent, "value" | "unknownElements"> {
    if (this.#decoder) return { value: this.#decoder.value, unknownElements: this.#decoder.unknownElements };
    const content = this.#plans.encoded(message, this.#encoded?.elements ?? []);
    // References go forwards: nothing of such a message is certain before its end.
    if (this.#options.items) giveItems(content.value, this.#options.items);
    return content;
  }

  /** @internal */
  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    resolve: (prefix: string) => string | undefined,
  ): void {
    switch (this.#place) {
      case "document":
        this.#startEnvelope(namespace, name);
        return;
      case "envelope":
        this.#startSection(namespace, name);
        return;
      case "header":
        this.#headers.start(namespace, name, attributes, this.#tokenizer.elements.scope);
        return;
      case "body":
        this.#startBody(namespace, name, attributes, resolve);
        return;
      case "entry":
      case "parts":
        this.#decoder?.start(namespace, name, attributes, resolve);
        return;
      case "encoded":
        this.#encoded?.start(namespace, name, attributes, this.#tokenizer.elements.scope);
        return;
      case "fault":
        this.#fault?.start(namespace, name, attributes, this.#tokenizer.elements.scope);
        return;
      default:
        throw new SoapError("decode", `the element ${shorten(name)} comes after the only entry of the Body`);
    }
  }

  #startEnvelope(namespace: string, name: string): void {
    if (name !== "Envelope")
      throw new SoapError("decode", `the root element is <${shorten(name)}>, not a SOAP Envelope`);
    if (namespace !== envelopeNamespaces[this.#version]) {
      throw new SoapFault({
        faultcode: "SOAP-ENV:VersionMismatch",
        faultstring: `Only SOAP ${this.#version} envelopes are understood`,
      });
    }
    this.#place = "envelope";
  }

  #startSection(namespace: string, name: string): void {
    const isOurs = namespace === envelopeNamespaces[this.#version];
    if (isOurs && name === "Body") this.#place = "body";
    else if (isOurs && name === "Header" && !this.#hasHeader) {
      this.#hasHeader = true;
      this.#place = "header";
    } else
      throw new SoapError(
        "decode",
        `the element ${shorten(name)} stands in the envelope outside Header and Body`,
      );
  }

  #startBody(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    resolve: (prefix: string) => string | undefined,
  ): void {
    if (namespace === envelopeNamespaces[this.#version] && name === "Fault") {
      this.#fault = new ElementList(maxFaultChildren, "children of a Fault");
      this.#place = "fault";
      return;
    }
    this.#open(namespace, name);
    if (this.#place === "entry") this.#decoder?.root(attributes, resolve);
    else this.start(namespace, name, attributes, resolve);
  }

  #open(namespace: string, name: string): void {
    const entry = this.#options.entry(namespace, name);
    if (!entry) {
      if (name === "") throw new SoapError("decode", "the Body of the envelope is empty");
      throw new SoapError("decode", `the Body holds ${shorten(name)}, which was not expected`);
    }
    const { message } = entry;
    this.#entry = entry;
    if (message.use === "encoded") {
      this.#encoded = new EncodedBodyBuilder();
      this.#place = "encoded";
      return;
    }
    this.#place = message.body === "parts" ? "parts" : "entry";
    const root = { name: message.body === "parts" ? "Body" : name, type: message.type };
    this.#decoder = new TypeDecoder(this.#plans, root, this.#tokenizer.elements, this.#options);
  }

  /** @internal */
  text(text: string): void {
    if (this.#place === "entry" || this.#place === "parts") this.#decoder?.text(text);
    else if (this.#place === "encoded") this.#encoded?.text(text);
    else if (this.#place === "header") this.#headers.text(text);
    else if (this.#place === "fault") this.#fault?.text(text);
    else if (/[^\x20\t\r\n]/.test(text)) throw new SoapError("decode", "there is text in the envelope");
  }

  /** @internal */
  end(): void {
    switch (this.#place) {
      case "header":
        if (this.#headers.end()) this.#place = "envelope";
        return;
      case "body":
        this.#open("", "");
        this.#decoder?.end();
        this.#place = "done";
        return;
      case "entry":
        if (this.#decoder?.end() === true) this.#place = "after-entry";
        return;
      case "parts":
        if (this.#decoder?.end() === true) this.#place = "done";
        return;
      case "fault":
        if (this.#fault?.end() === true) this.#place = "after-entry";
        return;
      case "encoded":
        if (this.#encoded?.end() === true) this.#place = "done";
        return;
      case "after-entry":
        this.#place = "done";
        return;
      default:
    }
  }

  /** @internal */
  predict(window: ByteWindow, at: number, reader: PredictedReader): number {
    return this.#decoder !== undefined && (this.#place === "entry" || this.#place === "parts")
      ? this.#decoder.predict(window, at, reader)
      : at;
  }
}

/** Takes the items of the repeated element at the end of the path out of a value, and gives them to the sink. */
function giveItems(value: unknown, { path, take }: ItemSink): void {
  let at = value;
  for (const key of path.slice(0, -1)) at = (at as Record<string, unknown> | undefined)?.[key];
  const last = path.at(-1);
  const list = last === undefined ? undefined : (at as Record<string, unknown> | undefined)?.[last];
  if (Array.isArray(list)) for (const item of list.splice(0)) take(item);
}
