/** A text without the given characters at its ends, in linear time. */
export function trim(text: string, characters: string): string {
  const drops = (index: number) => characters.includes(text[index] ?? "");
  let start = 0;
  let end = text.length;
  while (start < end && drops(start)) start++;
  while (end > start && drops(end - 1)) end--;
  return text.slice(start, end);
}

/** The white space of a mail header. */
export const blanks = " \t";
