import { type OperationDescriptor, type ServiceDescriptor, type MessageDescriptor } from "../descriptor.ts";
import { SoapError, SoapFault } from "../errors.ts";
import { TypeDecoder, type TypeDecoderOptions } from "../schema/decode.ts";
import { soapEnvelopeNamespace } from "../wsdl/names.ts";
import { shorten } from "../xml/characters.ts";
import { type XmlLimits } from "../xml/limits.ts";
import { type XmlAttribute } from "../xml/element.ts";
import { type XmlHandler, XmlTokenizer } from "../xml/tokenizer.ts";
import { FaultReader } from "./fault-reader.ts";

/** What the first child of a Body may be. */
export interface BodyEntry {
  readonly operation: OperationDescriptor;
  readonly wrapper: MessageDescriptor;
}

export interface EnvelopeReaderOptions extends TypeDecoderOptions {
  /** Finds what the first child of the Body is, or undefined to refuse it. */
  readonly entry: (namespace: string, name: string) => BodyEntry | undefined;
  readonly limits?: Partial<XmlLimits>;
}

export interface EnvelopeContent {
  readonly operation: OperationDescriptor;
  readonly value: Record<string, unknown>;
  /** Paths of elements that the schema does not know. */
  readonly unknownElements: readonly string[];
}

type Place = "document" | "envelope" | "header" | "before-entry" | "entry" | "fault" | "after-entry" | "done";

/**
 * Reads a SOAP 1.1 envelope while its bytes arrive. Prefixes do not matter, an empty Header neither.
 *
 *   document -> envelope -> (header -> envelope) -> before-entry -> entry | fault -> after-entry -> done
 */
export class EnvelopeReader implements XmlHandler {
  readonly #descriptor: ServiceDescriptor;
  readonly #options: EnvelopeReaderOptions;
  readonly #tokenizer: XmlTokenizer;
  #place: Place = "document";
  #headerDepth = 0;
  #entry: BodyEntry | undefined;
  #decoder: TypeDecoder | undefined;
  #fault: FaultReader | undefined;

  constructor(descriptor: ServiceDescriptor, options: EnvelopeReaderOptions) {
    this.#descriptor = descriptor;
    this.#options = options;
    this.#tokenizer = new XmlTokenizer(this, options.limits);
  }

  push(bytes: Uint8Array): void {
    this.#tokenizer.push(bytes);
  }

  /** The message has ended: its content. Throws the {@link SoapFault} if it was one. */
  finish(): EnvelopeContent {
    this.#tokenizer.end();
    if (this.#fault) throw this.#fault.fault();
    if (!this.#entry || !this.#decoder) throw new SoapError("decode", "the Body of the envelope is empty");
    return {
      operation: this.#entry.operation,
      value: this.#decoder.value,
      unknownElements: this.#decoder.unknownElements,
    };
  }

  /** @internal */
  start(namespace: string, name: string, attributes: readonly XmlAttribute[]): void {
    switch (this.#place) {
      case "document":
        this.#startEnvelope(namespace, name);
        return;
      case "envelope":
        this.#startSection(namespace, name);
        return;
      case "header":
        this.#startHeader(name, attributes);
        return;
      case "before-entry":
        this.#startEntry(namespace, name);
        return;
      case "entry":
        this.#decoder?.start(namespace, name, attributes);
        return;
      case "fault":
        this.#fault?.start(name);
        return;
      default:
        throw new SoapError("decode", `the element ${name} comes after the only entry of the Body`);
    }
  }

  #startEnvelope(namespace: string, name: string): void {
    if (name !== "Envelope")
      throw new SoapError("decode", `the root element is <${shorten(name)}>, not a SOAP Envelope`);
    if (namespace !== soapEnvelopeNamespace) {
      throw new SoapFault({
        faultcode: "SOAP-ENV:VersionMismatch",
        faultstring: "Only SOAP 1.1 envelopes are understood",
      });
    }
    this.#place = "envelope";
  }

  #startSection(namespace: string, name: string): void {
    if (namespace === soapEnvelopeNamespace && name === "Body") this.#place = "before-entry";
    else if (namespace === soapEnvelopeNamespace && name === "Header") this.#place = "header";
    else
      throw new SoapError(
        "decode",
        `the element ${shorten(name)} stands in the envelope outside Header and Body`,
      );
  }

  /** SOAP 1.1 section 4.2.3: what must be understood and is not, must be refused. */
  #startHeader(name: string, attributes: readonly XmlAttribute[]): void {
    const must = attributes.some(
      (attribute) =>
        attribute.namespace === soapEnvelopeNamespace &&
        attribute.name === "mustUnderstand" &&
        attribute.value.trim() === "1",
    );
    if (this.#headerDepth === 0 && must) {
      throw new SoapFault({
        faultcode: "SOAP-ENV:MustUnderstand",
        faultstring: `The header ${name} is not understood`,
      });
    }
    this.#headerDepth++;
  }

  #startEntry(namespace: string, name: string): void {
    if (namespace === soapEnvelopeNamespace && name === "Fault") {
      this.#fault = new FaultReader();
      this.#place = "fault";
      return;
    }
    const entry = this.#options.entry(namespace, name);
    if (!entry) throw new SoapError("decode", `the Body holds ${shorten(name)}, which was not expected`);
    this.#entry = entry;
    this.#decoder = new TypeDecoder(this.#descriptor, name, entry.wrapper.type, this.#options);
    this.#place = "entry";
  }

  /** @internal */
  text(text: string): void {
    if (this.#place === "entry") this.#decoder?.text(text);
    else if (this.#place === "fault") this.#fault?.text(text);
    else if (this.#place !== "header" && /[^\x20\t\r\n]/.test(text))
      throw new SoapError("decode", "there is text in the envelope");
  }

  /** @internal */
  end(): void {
    if (this.#place === "header") {
      if (this.#headerDepth === 0) this.#place = "envelope";
      else this.#headerDepth--;
    } else if (this.#place === "entry") {
      if (this.#decoder?.end() === true) this.#place = "after-entry";
    } else if (this.#place === "fault") {
      if (this.#fault?.end() === true) this.#place = "after-entry";
    } else if (this.#place === "before-entry" || this.#place === "after-entry") {
      this.#place = "done";
    }
  }
}
