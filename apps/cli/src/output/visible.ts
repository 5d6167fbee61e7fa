const hidden =
  // eslint-disable-next-line no-control-regex -- control characters are what is replaced
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const zeroWidthJoiner = "\u200d";
const emoji = /^\p{Extended_Pictographic}/u;
const emojiEnd = /[\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\ufe0f]/u;

/**
 * Text of strangers (subjects, senders, faults) made safe for a terminal: control characters, and characters that
 * are invisible or turn the reading direction, are shown as escapes. A joiner that makes one emoji of two stays.
 */
export function visible(text: string): string {
  return text.replaceAll(hidden, (character, offset: number) => {
    if (character === zeroWidthJoiner && joinsEmoji(text, offset)) return character;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`;
  });
}

function joinsEmoji(text: string, offset: number): boolean {
  const before = [...text.slice(Math.max(0, offset - 2), offset)].at(-1) ?? "";
  return emojiEnd.test(before) && emoji.test(text.slice(offset + 1));
}

/** JSON in which the same characters are written as JSON's own escapes: a terminal is safe, and nothing is lost. */
export function visibleJson(json: string): string {
  return json.replaceAll(hidden, (character) =>
    character === "\n"
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
