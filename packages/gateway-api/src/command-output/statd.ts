import { CommandOutputError } from "./errors.ts";
import { maxFieldLength, maxStatdLines } from "./limits.ts";
import { createCutLineReader } from "./lines.ts";
import type { OutputParser } from "./parser.ts";

/** One measurement of a counter. */
export interface StatdValue {
  /** What is measured, such as `read` or `in`; empty in a line without `=`, which is no value. */
  readonly key: string;
  /** Undefined where the text is no decimal number. */
  readonly value: number | undefined;
  /** What stands behind the first `=`, or the whole of a line that has none. */
  readonly text: string;
}

/**
 * Reads the output of `statd -l`: one counter name per line.
 * @throws CommandOutputError `too_much` while it arrives
 */
export function createStatdNamesParser(): OutputParser<string> {
  return createStatdParser((line) => line);
}

/**
 * Reads the output of `statd -g NAME`: `key=value` lines, none for an unknown name.
 * @throws CommandOutputError `too_much` while it arrives
 */
export function createStatdValuesParser(): OutputParser<StatdValue> {
  return createStatdParser((line) => {
    const equals = line.indexOf("=");
    const text = line.slice(equals + 1).trim();
    const value = /^-?\d{1,300}(?:\.\d{1,300})?$/.test(text) ? Number(text) : undefined;
    return equals === -1
      ? { key: "", value: undefined, text }
      : { key: line.slice(0, equals).trim(), value, text };
  });
}

/** Spaces around lines, and empty lines, mean nothing. */
function createStatdParser<T>(toRecord: (line: string) => T): OutputParser<T> {
  const reader = createCutLineReader(maxFieldLength);
  let count = 0;
  const toRecords = (lines: { text: string; cut: boolean }[]) =>
    lines.flatMap(({ text, cut }) => {
      const line = text.trim();
      if (line === "") return [];
      if (cut || ++count > maxStatdLines) {
        const what = cut
          ? `a line of more than ${maxFieldLength} characters`
          : `more than ${maxStatdLines} lines`;
        throw new CommandOutputError("too_much", `statd gave ${what}`);
      }
      return [toRecord(line)];
    });
  return { push: (chunk) => toRecords(reader.push(chunk)), end: () => toRecords(reader.end()) };
}
