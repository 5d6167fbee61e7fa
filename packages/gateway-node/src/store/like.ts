/** Trigrams of one pattern that are looked up; more of them hardly narrow it further. */
const maxTrigrams = 6;

/** The pattern of LIKE, with `\` as escape, for the literal pieces between the `%` signs of a filter's value. */
export function likePattern(pieces: readonly string[]): string {
  const escaped = pieces.map((piece) => piece.replace(/[%_\\]/g, "\\$&"));
  return escaped.length === 1 ? `%${escaped[0]}%` : escaped.join("%");
}

/** The same for GLOB, which tells upper from lower case. */
export function globPattern(pieces: readonly string[]): string {
  const escaped = pieces.map((piece) => piece.replace(/[*?[]/g, "[$&]"));
  return escaped.length === 1 ? `*${escaped[0]}*` : escaped.join("*");
}

/** The query of FTS5 for what has trigrams of these pieces; undefined when none of them has three letters. */
export function trigramQuery(pieces: readonly string[]): string | undefined {
  const trigrams = trigramsOf(pieces);
  if (trigrams.length === 0) return undefined;
  return trigrams.map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(" AND ");
}

/** Some trigrams that every match has, spread over the pieces. */
function trigramsOf(pieces: readonly string[]): string[] {
  const found = new Set<string>();
  for (const piece of pieces) {
    const letters = [...piece];
    for (let index = 0; index + 3 <= letters.length; index++)
      found.add(letters.slice(index, index + 3).join(""));
  }
  const all = [...found];
  const step = Math.max(1, all.length / maxTrigrams);
  return Array.from(
    { length: Math.min(maxTrigrams, all.length) },
    (_, index) => all[Math.floor(index * step)] ?? "",
  );
}
