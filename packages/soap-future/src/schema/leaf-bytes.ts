/** Returned instead of a position: what stands here is to be read the long way. */
export const notRead = -1;

const plain = 0;
const tag = 1;
const special = 2;
const beyondAscii = 3;
const bracket = 4;
const lastPlane = 5;

/** What each byte means in text. */
const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x3c) return tag;
  if (byte === 0x5d) return bracket;
  if (byte === 0xef) return lastPlane;
  if (byte >= 0x80) return beyondAscii;
  // References, line ends that must be normalized, and characters that XML does not allow.
  return byte === 0x26 || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a) ? special : plain;
});

/**
 * Where a text ends that needs no further look: the position of the `<` behind it, as `~position` when there is
 * something beyond ASCII in it, or {@link notRead}. The bytes are known to be UTF-8.
 */
export function textEnd(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let isAscii = true;
  for (let at = plainEnd(view, from, end); at < end; at++) {
    const kind = classes[bytes[at] as number];
    if (kind === plain) continue;
    if (kind === tag) return isAscii ? at : ~at;
    if (kind === special) return notRead;
    if (kind === bracket) {
      // `]]>` may not stand in text.
      if (at + 1 >= end || bytes[at + 1] === 0x5d) return notRead;
    } else {
      isAscii = false;
      // U+FFFE and U+FFFF are no characters for XML.
      if (kind === lastPlane && bytes[at + 1] === 0xbf && (bytes[at + 2] as number) >= 0xbe) return notRead;
    }
  }
  return notRead;
}

/** Where the first four bytes stand that are not all plain, looked at together; at most three bytes before the end. */
function plainEnd(view: DataView, from: number, end: number): number {
  let at = from;
  while (at + 4 <= end) {
    const word = view.getInt32(at);
    // The highest bit of a byte tells that it is below the space, equal to one of the three, or beyond ASCII.
    const low = (word - 0x20202020) & ~word;
    const tagWord = word ^ 0x3c3c3c3c;
    const reference = word ^ 0x26262626;
    const closing = word ^ 0x5d5d5d5d;
    const found =
      word |
      low |
      ((tagWord - 0x01010101) & ~tagWord) |
      ((reference - 0x01010101) & ~reference) |
      ((closing - 0x01010101) & ~closing);
    if ((found & 0x80808080) !== 0) return at;
    at += 4;
  }
  return at;
}

/** A whole number of up to 15 digits within bounds, or NaN. */
export function integerAt(bytes: Uint8Array, from: number, to: number, least: number, most: number): number {
  const negative = bytes[from] === 0x2d;
  const first = negative ? from + 1 : from;
  if (to === first || to - first > 15) return NaN;
  let value = 0;
  for (let at = first; at < to; at++) {
    const digit = (bytes[at] as number) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  if (negative) value = 0 - value;
  return value >= least && value <= most ? value : NaN;
}

/** `true`, `false`, `1`, `0`; undefined for anything else. */
export function booleanAt(bytes: Uint8Array, from: number, to: number): boolean | undefined {
  if (to - from === 1) return bytes[from] === 0x31 ? true : bytes[from] === 0x30 ? false : undefined;
  if (startsWith(bytes, from, trueBytes) && to - from === 4) return true;
  return startsWith(bytes, from, falseBytes) && to - from === 5 ? false : undefined;
}

const trueBytes = Buffer.from("true");
const falseBytes = Buffer.from("false");

export function startsWith(bytes: Uint8Array, from: number, beginning: Uint8Array): boolean {
  for (let at = 0; at < beginning.length; at++) if (bytes[from + at] !== beginning[at]) return false;
  return true;
}

const notBase64 = 64;
const base64Values = new Uint8Array(256).fill(notBase64);
for (const [value, character] of [
  ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
].entries())
  base64Values[character.charCodeAt(0)] = value;

/** Base64 without white space, padded, and with no bits left over (RFC 4648 section 4); undefined otherwise. */
export function bytesAt(bytes: Uint8Array, from: number, to: number): Uint8Array | undefined {
  const length = to - from;
  if (length % 4 !== 0) return undefined;
  if (length === 0) return new Uint8Array(0);
  const padding = bytes[to - 1] === 0x3d ? (bytes[to - 2] === 0x3d ? 2 : 1) : 0;
  const result = Buffer.allocUnsafe((length / 4) * 3 - padding);
  const whole = padding === 0 ? to : to - 4;
  let at = 0;
  let bits = 0;
  for (let group = from; group < whole; group += 4) {
    const a = base64Values[bytes[group] as number] as number;
    const b = base64Values[bytes[group + 1] as number] as number;
    const c = base64Values[bytes[group + 2] as number] as number;
    const d = base64Values[bytes[group + 3] as number] as number;
    bits |= a | b | c | d;
    result[at++] = (a << 2) | (b >> 4);
    result[at++] = (b << 4) | (c >> 2);
    result[at++] = (c << 6) | d;
  }
  if ((bits & notBase64) !== 0) return undefined;
  return padding === 0 || lastGroup(bytes, to - 4, padding, result, at) ? result : undefined;
}

function lastGroup(
  bytes: Uint8Array,
  from: number,
  padding: number,
  result: Uint8Array,
  at: number,
): boolean {
  const a = base64Values[bytes[from] as number] as number;
  const b = base64Values[bytes[from + 1] as number] as number;
  const c = padding === 2 ? 0 : (base64Values[bytes[from + 2] as number] as number);
  if (((a | b | c) & notBase64) !== 0) return false;
  const left = padding === 2 ? b & 0x0f : c & 0x03;
  if (left !== 0) return false;
  result[at] = (a << 2) | (b >> 4);
  if (padding === 1) result[at + 1] = (b << 4) | (c >> 2);
  return true;
}
