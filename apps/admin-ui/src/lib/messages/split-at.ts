/** The text before, inside and after a position that came from elsewhere and may not fit the text. */
export function splitAt(
  text: string,
  position: { start: number; end: number } | undefined,
): { before: string; marked: string; after: string } {
  if (position === undefined) return { before: text, marked: "", after: "" };
  const start = clamp(position.start, text.length);
  const end = Math.max(start, clamp(position.end, text.length));
  return { before: text.slice(0, start), marked: text.slice(start, end), after: text.slice(end) };
}

function clamp(offset: number, length: number): number {
  return Number.isFinite(offset) ? Math.min(Math.max(0, Math.trunc(offset)), length) : length;
}
