/** The piece of a filter around a place, as far as it has been written. All numbers are offsets in the text. */
export interface OpenToken {
  readonly start: number;
  readonly end: number;
  /** Where the field's name ends; also of a word that is no condition, as far as it looks like a name. */
  readonly fieldEnd: number;
  /** Where the operator ends; equal to `fieldEnd` when there is none. */
  readonly operatorEnd: number;
  /** The value has begun with a quote. */
  readonly quoted: boolean;
  /** The piece before it is a condition, so that a word which joins conditions may follow. */
  readonly afterCondition: boolean;
}

/** Finds it in one pass. Unlike the reader of filters it takes anything: an open quote goes to the end of the text. */
export function tokenAt(text: string, at: number): OpenToken {
  let afterCondition = false;
  let next = 0;
  for (;;) {
    const start = skip(/[ \t\n\r\f\v]*/y, text, next);
    if (start > at || start >= text.length) return emptyAt(at, afterCondition);
    const token = read(text, start, afterCondition);
    if (at <= token.end) return token;
    afterCondition = token.operatorEnd > token.fieldEnd;
    next = token.end;
  }
}

function emptyAt(at: number, afterCondition: boolean): OpenToken {
  return { start: at, end: at, fieldEnd: at, operatorEnd: at, quoted: false, afterCondition };
}

function read(text: string, start: number, afterCondition: boolean): OpenToken {
  const fieldEnd = skip(/[A-Za-z0-9._&-]*/y, text, start);
  const operatorEnd = fieldEnd === start ? start : skip(/(?:[<>]=?|[=~])?/y, text, fieldEnd);
  const quoted = operatorEnd > fieldEnd && text[operatorEnd] === '"';
  const end = quoted ? quoteEnd(text, operatorEnd + 1) : skip(/[^ \t\n\r\f\v]*/y, text, operatorEnd);
  return { start, end, fieldEnd, operatorEnd, quoted, afterCondition };
}

function quoteEnd(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    if (text[index] === "\\" && text[index + 1] === '"') index++;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}
