import { createHash, timingSafeEqual } from "node:crypto";

/** A name and password as they came with a request. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * The readings of an `Authorization: Basic` header: as UTF-8 and, because clients do not agree on it, as Latin-1.
 * Empty when there is no such header or it is malformed.
 */
export function basicCredentials(header: string | undefined): Credentials[] {
  const match = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header ?? "");
  if (match?.[1] === undefined) return [];
  const bytes = Buffer.from(match[1], "base64");
  return (["utf8", "latin1"] as const).flatMap((encoding) => {
    const text = bytes.toString(encoding);
    const colon = text.indexOf(":");
    return colon < 0 ? [] : [{ user: text.slice(0, colon), password: text.slice(colon + 1) }];
  });
}

/** Whether one of the readings is the expected pair; takes the same time whatever differs. */
export function credentialsMatch(readings: readonly Credentials[], expected: Credentials): boolean {
  const wanted = digest(expected);
  let found = false;
  for (const reading of readings) found = timingSafeEqual(digest(reading), wanted) || found;
  return found;
}

/** A digest has one length for all texts, which the comparison needs. */
function digest({ user, password }: Credentials): Buffer {
  return createHash("sha256")
    .update(JSON.stringify([user, password]))
    .digest();
}
