import { maxKeyNameLength } from "../limits.ts";

/**
 * A key's name as the beginning of a file name: letters, digits, `_`, `-` and `.` stand for themselves, everything
 * else (a `/` of newer ids first of all) is percent-encoded, a `.` in front too. Undefined for names that no file
 * should have.
 */
export function fileNameOfKey(key: string): string | undefined {
  if (key === "" || !key.isWellFormed()) return undefined;
  const name = encodeURIComponent(key)
    .replaceAll(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\./, "%2E");
  return name.length > maxKeyNameLength ? undefined : name;
}

/** The way back; undefined for a name that `fileNameOfKey` would not give. */
export function keyOfFileName(name: string): string | undefined {
  try {
    const key = decodeURIComponent(name);
    return fileNameOfKey(key) === name ? key : undefined;
  } catch {
    return undefined;
  }
}
