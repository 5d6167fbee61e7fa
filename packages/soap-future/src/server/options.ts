import { type IncomingMessage } from "node:http";
import { type ServiceDescriptor } from "../descriptor.ts";
import { type CodecOptions } from "./codec.ts";
import { type Answered, type CallContext } from "./context.ts";
import { type DocumentOptions } from "./documents.ts";

/** One function per operation; it returns the response element's children, or throws a SoapFault. */
export type ServiceHandlers<S, User> = {
  readonly [K in keyof S]: S[K] extends { input: object; output: object }
    ? (args: S[K]["input"], context: CallContext<User>) => Answered<S[K]["output"]>
    : never;
};

export interface SoapServiceOptions<S, User> extends CodecOptions, DocumentOptions {
  readonly descriptor: ServiceDescriptor;
  readonly handlers: ServiceHandlers<NoInfer<S>, User>;
  /** Decides who is calling, before the body is read; throws a SoapFault (with `httpStatus`) to refuse. */
  readonly authenticate: (request: IncomingMessage) => User | Promise<User>;
  /** What browsers and people are told that a password is for, when `authenticate` refuses with 401. Default "SOAP". */
  readonly realm?: string;
  /** Bytes of a request body, after decompression too. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Milliseconds from the end of `authenticate` until the whole body must have come. Default 60,000. */
  readonly bodyTimeoutMs?: number;
  /** Takes requests in gzip too; they count by what comes out. Default false: they are refused (415). */
  readonly decompress?: boolean;
  /**
   * Sends answers of at least 1 KiB in gzip to who takes it. Default false: over TLS, the length of a compressed answer
   * can give away a secret that stands beside a text of a stranger (BREACH).
   */
  readonly compress?: boolean;
  /**
   * Told about errors that are not faults: they are the handler's mistakes, and the client learns nothing of them. The
   * operation is empty where none was reached. Of a one-way operation it is told about faults too.
   */
  readonly onError?: (error: unknown, operation: string) => void;
}
