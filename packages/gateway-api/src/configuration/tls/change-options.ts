import type { ScriptToken } from "../script/tokens.ts";
import { analyseScript } from "./analyse.ts";
import type { CallArray, Span } from "./call.ts";
import { sameAs, sameOption, type TlsDestination, type TlsOptionValue } from "./policy.ts";
import { writeOption, writeOptionValue } from "./write.ts";

/** One change at a time, each on a fresh reading: an option may be written over, taken out or added. */
export function changeOptions(
  script: string,
  destination: TlsDestination,
  wanted: ReadonlyMap<string, TlsOptionValue>,
): string {
  const same = sameAs(destination);
  let text = script;
  // Every round mends one option; there are no more rounds than options.
  for (;;) {
    const { policies, tokens } = analyseScript(text);
    const array = policies.findLast((each) => same(each.destination))?.array;
    const edit = array && nextEdit(text, array, tokens, wanted);
    if (edit === undefined) return text;
    text = splice(text, edit);
  }
}

/** A range and what stands there then. */
export type Edit = Span & { readonly text: string };

function nextEdit(
  script: string,
  { inner, entries }: CallArray,
  tokens: readonly ScriptToken[],
  wanted: ReadonlyMap<string, TlsOptionValue>,
): Edit[] | undefined {
  for (const [index, { name, value, valueSpan, span, comma }] of entries.entries()) {
    const now = wanted.get(name);
    if (now !== undefined && sameOption(name, now, value)) continue;
    if (now !== undefined) return [{ ...valueSpan, text: writeOptionValue(now) }];
    const before = entries[index - 1];
    const next = entries[index + 1];
    const gap = next
      ? { start: span.start, end: next.span.start }
      : { start: before?.span.end ?? span.start, end: span.end };
    const commented = tokens.some(
      ({ kind, start, end }) => kind === "comment" && start >= gap.start && end <= gap.end,
    );
    if (!commented) return [{ ...gap, text: "" }];
    const separator = comma ?? before?.comma;
    return [{ ...span, text: "" }, ...(separator === undefined ? [] : [{ ...separator, text: "" }])];
  }
  const added = [...wanted].find(([name]) => !entries.some((entry) => entry.name === name));
  if (added === undefined) return undefined;
  const last = entries.at(-1);
  if (last === undefined) return [{ start: inner.start, end: inner.start, text: writeOption(...added) }];
  const above = entries.at(-2)?.comma?.end ?? inner.start;
  let start = last.span.start;
  while (start > above && /\s/.test(script.charAt(start - 1))) start--;
  const separator = script.slice(start, last.span.start) || " ";
  const end = last.comma?.end ?? last.span.end;
  return [{ start: end, end, text: `${last.comma ? "" : ","}${separator}${writeOption(...added)}` }];
}

/** Makes edits that do not overlap. */
export function splice(script: string, edits: readonly Edit[]): string {
  let text = "";
  let last = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    text += script.slice(last, edit.start) + edit.text;
    last = edit.end;
  }
  return text + script.slice(last);
}
