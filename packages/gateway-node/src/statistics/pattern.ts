/**
 * A test of texts: equal, or a pattern where `%` stands for any characters. One pass over the text for each piece of
 * the pattern, so no pattern is slow.
 */
export function patternTest(pattern: string): (text: string) => boolean {
  if (!pattern.includes("%")) return (text) => text === pattern;
  const [first = "", ...rest] = pattern.split("%");
  const last = rest.pop() ?? "";
  return (text) => {
    if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
      return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}
