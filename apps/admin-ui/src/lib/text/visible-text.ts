/** A piece of text as it came, or one character that a screen would not show as itself. */
export type TextSegment = { kind: "text"; text: string } | { kind: "mark"; label: string; name: string };

export interface VisibleTextOptions {
  /** UTF-16 units after which the rest is only counted. */
  maxLength?: number;
}

/** What stands in for the characters that strangers use most, and what a screen reader says. */
const known: Readonly<Record<number, readonly [label: string, name: string]>> = {
  0x00: ["NUL", "null"],
  0x07: ["BEL", "bell"],
  0x08: ["BS", "backspace"],
  0x09: ["TAB", "tab"],
  0x0a: ["LF", "line feed"],
  0x0d: ["CR", "carriage return"],
  0x1b: ["ESC", "escape"],
  0x7f: ["DEL", "delete"],
  0xad: ["SHY", "soft hyphen"],
  0x34f: ["CGJ", "combining grapheme joiner"],
  0x61c: ["ALM", "Arabic letter mark"],
  0x200b: ["ZWSP", "zero width space"],
  0x200c: ["ZWNJ", "zero width non-joiner"],
  0x200d: ["ZWJ", "zero width joiner"],
  0x200e: ["LRM", "left-to-right mark"],
  0x200f: ["RLM", "right-to-left mark"],
  0x2028: ["LSEP", "line separator"],
  0x2029: ["PSEP", "paragraph separator"],
  0x202a: ["LRE", "left-to-right embedding"],
  0x202b: ["RLE", "right-to-left embedding"],
  0x202c: ["PDF", "pop directional formatting"],
  0x202d: ["LRO", "left-to-right override"],
  0x202e: ["RLO", "right-to-left override"],
  0x2060: ["WJ", "word joiner"],
  0x2066: ["LRI", "left-to-right isolate"],
  0x2067: ["RLI", "right-to-left isolate"],
  0x2068: ["FSI", "first strong isolate"],
  0x2069: ["PDI", "pop directional isolate"],
  0x2800: ["BLANK", "blank Braille pattern"],
  0x3164: ["HF", "Hangul filler"],
  0xfeff: ["BOM", "zero width no-break space"],
  0xfffd: ["?", "replacement character"],
};

/*
 * Each pattern is asked about one code point, between both anchors: Chromium 156 does not find a character
 * above U+FFFF with a class that only the end anchors.
 */

/**
 * Control, format and ignorable characters, line separators, lone surrogates and non-characters, and the two
 * that look like a space without being one.
 */
const suspicious =
  /^[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\ufffd]$/u;
const plain = /^[\x20-\x7e]*$/;

const pictograph = /^\p{Extended_Pictographic}$/u;
const pictographPart = /^[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const emoji = /^\p{Emoji}$/u;
/** Scripts whose spelling needs joiners; elsewhere a joiner only hides. Marks such as the virama belong to them. */
const joiningScript =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Mongolian}]$/u;

/** Splits text from mail so that every character that hides, or that moves its neighbours, becomes a mark. */
export function visibleText(text: string, options: VisibleTextOptions = {}): TextSegment[] {
  const { shown, cut } = cutText(text, options.maxLength ?? Infinity);
  const segments: TextSegment[] = [];
  let pending = "";
  const flush = () => {
    if (pending !== "") segments.push({ kind: "text", text: pending });
    pending = "";
  };
  if (plain.test(shown)) {
    pending = shown;
  } else {
    // By code point, so that a pair is one character and a lone half is another.
    const characters = [...shown];
    for (const [index, character] of characters.entries()) {
      if (!suspicious.test(character) || belongs(character, characters[index - 1], characters[index + 1])) {
        pending += character;
        continue;
      }
      flush();
      segments.push(mark(character));
    }
  }
  flush();
  if (cut > 0) segments.push({ kind: "mark", label: `+${cut}`, name: `${cut} more characters` });
  return segments;
}

/** The same in one string, for titles and labels: "invoice[RLO]fdp.exe". */
export function visibleString(text: string, options: VisibleTextOptions = {}): string {
  return visibleText(text, options)
    .map((segment) => (segment.kind === "text" ? segment.text : `[${segment.label}]`))
    .join("");
}

function cutText(text: string, maxLength: number): { shown: string; cut: number } {
  if (text.length <= maxLength) return { shown: text, cut: 0 };
  // Not between the halves of a pair.
  const last = text.charCodeAt(maxLength - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength;
  return { shown: text.slice(0, end), cut: text.length - end };
}

/** Joiners and variation selectors are part of honest emoji and of some scripts' spelling. */
function belongs(character: string, before = "", after = ""): boolean {
  if (character === "\ufe0f" || character === "\ufe0e") return emoji.test(before);
  if (character === "\u200d" && pictographPart.test(before) && pictograph.test(after)) return true;
  if (character !== "\u200c" && character !== "\u200d") return false;
  return joiningScript.test(before) && joiningScript.test(after);
}

function mark(character: string): TextSegment {
  const codePoint = character.codePointAt(0) ?? 0;
  const code = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  const entry = known[codePoint];
  if (entry === undefined) return { kind: "mark", label: code, name: `hidden character ${code}` };
  return { kind: "mark", label: entry[0], name: `${entry[1]} ${code}` };
}
