import { type ByteWindow } from "./byte-window.ts";
import { type XmlAttribute } from "./element.ts";

/** Where the events of a document go. */
export interface XmlHandler {
  start(
    namespace: string,
    name: string,
    attributes: readonly XmlAttribute[],
    resolve: (prefix: string) => string | undefined,
  ): void;
  /** Text of the current element; may come in several pieces. References are replaced, line ends are LF. */
  text(text: string): void;
  end(): void;
  /**
   * Asked at each `<` inside the root element: reads as far as it knows what must come, and returns where it
   * stopped, which is `at` when it knows nothing. It reads whole elements or none, and tells `reader` of each.
   */
  predict?(window: ByteWindow, at: number, reader: PredictedReader): number;
}

/** What a handler that reads elements by itself keeps the tokenizer informed of. */
export interface PredictedReader {
  /** Namespace declarations in force: prefix (empty for the default) to URI. The same object while nothing changes. */
  readonly scope: ReadonlyMap<string, string>;
  /** The name of the last start tag, as written. */
  readonly written: string;
  /** Longest text of one element, in UTF-16 units. */
  readonly maxTextLength: number;
  /** An element without child elements was read. */
  leaf(): void;
  /** A start tag was read, without attributes, and with the name as written. */
  enter(written: string): void;
  /** The end tag of the last element entered was read. */
  leave(): void;
}
