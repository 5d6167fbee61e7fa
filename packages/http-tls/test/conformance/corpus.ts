import { readdirSync, readFileSync } from "node:fs";
import { HttpTlsError, type HttpTlsErrorCode } from "../../src/errors.ts";
import {
  type BodyFraming,
  type HttpFields,
  type Leniency,
  type RequestEvent,
  RequestParser,
  type ResponseEvent,
  ResponseParser,
} from "../../src/wire/index.ts";
import {
  type CaseEvent,
  type CaseField,
  type CaseHead,
  type CasePiece,
  checkCases,
  type ConformanceCase,
} from "./case-shape.ts";

/** A file of the corpus. */
export interface CorpusFile {
  /** The file's name without its ending. */
  readonly part: string;
  readonly cases: readonly ConformanceCase[];
}

/** What came of a case. Partial heads do not occur here. */
export interface Outcome {
  readonly events: readonly CaseEvent[];
  readonly error?: { readonly code: HttpTlsErrorCode; readonly limit?: string };
  /** Bytes behind the end of the message; 0 after an error. */
  readonly leftover: number;
}

/** How a parser is set up: what a case says apart from its bytes. */
export type Setup = Pick<ConformanceCase, "message" | "requestMethod" | "lenient" | "limits" | "close">;

/** Reads and checks the whole corpus. Throws for a case of an unknown shape and for a name that is used twice. */
export function loadCorpus(): CorpusFile[] {
  const folder = new URL("./cases/", import.meta.url);
  const names = new Set<string>();
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const cases: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
      checkCases(cases, file);
      for (const { name } of cases) {
        if (names.has(name)) throw new TypeError(`${file}: the name "${name}" is used twice`);
        names.add(name);
      }
      return { part: file.replace(/\.json$/, ""), cases };
    });
}

/** The inputs of a case: one, or with a piece `each` one for each byte of its ranges. The case holds for all of them. */
export function caseInputs({ bytes }: Pick<ConformanceCase, "bytes">): Uint8Array[] {
  const pieces = typeof bytes === "string" ? [bytes] : bytes;
  let texts = [""];
  for (const piece of pieces) {
    texts = texts.flatMap((text) => pieceTexts(piece).map((more) => text + more));
  }
  return texts.map((text) => Buffer.from(text, "latin1"));
}

function pieceTexts(piece: CasePiece): string[] {
  if (typeof piece === "string") return [piece];
  if ("repeat" in piece) return [piece.repeat.repeat(piece.times)];
  return piece.each.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => String.fromCharCode(from + index)),
  );
}

/**
 * Feeds the pieces to a new parser and gives what came out, as plain data. Lets errors other than
 * {@link HttpTlsError} through, and throws when the parser's own counts do not agree with its events.
 */
export function run(setup: Setup, pieces: readonly Uint8Array[]): Outcome {
  const { message, requestMethod, lenient = [], limits = {}, close } = setup;
  const events: CaseEvent[] = [];
  const take = (event: RequestEvent | ResponseEvent): void => addEvent(events, event);
  const parser =
    message === "request"
      ? new RequestParser({ lenient, limits })
      : new ResponseParser({ lenient, limits, ...(requestMethod === undefined ? {} : { requestMethod }) });
  let consumed = 0;
  try {
    for (const piece of pieces) consumed += parser.push(piece, take);
    if (close) parser.end(take);
  } catch (error) {
    if (!(error instanceof HttpTlsError)) throw error;
    const { limit } = error.context;
    return { events, error: { code: error.code, ...(limit === undefined ? {} : { limit }) }, leftover: 0 };
  }
  const pushed = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bodyBytes = events.reduce((sum, event) => sum + ("data" in event ? event.data.length : 0), 0);
  const ended = events.some((event) => "end" in event);
  if (consumed + parser.leftoverBytes !== pushed) throw new Error("push() and leftoverBytes do not add up");
  if (parser.bodyBytes !== bodyBytes) throw new Error("bodyBytes differs from the data that was given out");
  if (parser.done !== ended) throw new Error("done differs from whether the end was given out");
  return { events, leftover: parser.leftoverBytes };
}

/** Every way to cut bytes in three: for short cases, there are half as many as the square of their length. */
export function* everyThreeWaySplit(bytes: Uint8Array): Generator<readonly Uint8Array[]> {
  for (let first = 1; first < bytes.length; first++) {
    for (let second = first + 1; second < bytes.length; second++) {
      yield [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
    }
  }
}

function addEvent(events: CaseEvent[], event: RequestEvent | ResponseEvent): void {
  const last = events.at(-1);
  if (event.type === "interim") events.push({ interim: event.status });
  else if (event.type === "leniency") events.push({ leniency: event.name satisfies Leniency });
  else if (event.type === "end") events.push({ end: plainFields(event.trailers) });
  else if (event.type === "head") events.push({ head: plainHead(event.head) });
  else {
    const data = Buffer.from(event.data).toString("latin1");
    if (last !== undefined && "data" in last) events[events.length - 1] = { data: last.data + data };
    else events.push({ data });
  }
}

function plainHead({
  fields,
  framing,
  ...rest
}: Extract<RequestEvent | ResponseEvent, { type: "head" }>["head"]): CaseHead {
  return { ...rest, fields: plainFields(fields), framing: plainFraming(framing) };
}

function plainFields(fields: HttpFields): CaseField[] {
  return Array.from(fields, ([name, value]) => [name.toLowerCase(), value]);
}

function plainFraming(framing: BodyFraming): CaseHead["framing"] {
  return framing.kind === "length" ? framing.length : framing.kind;
}
