import { type Attachment } from "../mime/related-reader.ts";
import { type XmlElement } from "../xml/element.ts";

/** What goes with an answer besides its value. A handler fills it in before it returns. */
export interface AnswerExtras {
  /** Headers that the WSDL declares for the answer, by key; validated by the schema. */
  soapHeaders: Readonly<Record<string, unknown>>;
  /** Further headers of the envelope, as data. */
  headerElements: readonly XmlElement[];
  /** Parts that go with the envelope (SOAP Messages with Attachments). */
  attachments: readonly Attachment[];
}

/** What a handler gets to know about the message it answers. */
export interface MessageContext {
  readonly operation: string;
  /** Headers that the WSDL declares for the operation, by key. */
  readonly soapHeaders: Readonly<Record<string, unknown>>;
  /** The other headers, as they are. Those that must be understood are here only if `understands` took them. */
  readonly headerElements: readonly XmlElement[];
  /** Parts that came with the envelope and that no value refers to. */
  readonly attachments: readonly Attachment[];
  /** Paths of elements that the schema does not know; up to 32, their content was skipped. */
  readonly unknownElements: readonly string[];
  /** What goes with the answer. */
  readonly answer: AnswerExtras;
}

/** What a handler gets to know about the call it answers. */
export interface CallContext<User> extends MessageContext {
  /** What `authenticate` gave. */
  readonly user: User;
  /** Address of the peer. */
  readonly remoteAddress: string;
  /** Aborts when the client has gone away before it was answered; never for a one-way operation. */
  readonly signal: AbortSignal;
}

/** An answer without content need not be returned. */
type Returned<Output> = Record<never, never> extends Output ? Output | void : Output;

/** What a handler returns. */
export type Answered<Output> = Returned<Output> | Promise<Returned<Output>>;
