/** The beginning of something unexpected, safe to print: control characters are shown, not sent to a terminal. */
export function excerptOf(bytes: Uint8Array, length = 200): string {
  const text = new TextDecoder().decode(bytes.subarray(0, length * 4)).slice(0, length);
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(
      /[\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/** Reads up to `limit` bytes of a body and leaves the rest. */
export async function readBeginning(body: AsyncIterable<Uint8Array>, limit = 2048): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
