/** A name and password as they came with a request. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Names and passwords are no longer than this; what is longer is not looked at. UTF-16 code units. */
const maxLength = 512;

/**
 * What a request says of who sends it: the readings of its `Authorization: Basic` (RFC 7617), else `username` and
 * `password` of its query. Empty when it says nothing, or nothing that can be read.
 * @param target the request target, with its query
 */
export function credentialsOf(authorization: string | undefined, target: string): readonly Credentials[] {
  // A request that has both means the header.
  const found = authorization === undefined ? fromQuery(target) : fromBasic(authorization);
  return found.filter(({ user, password }) => user.length <= maxLength && password.length <= maxLength);
}

/** As UTF-8 and, because clients do not agree on it, as Latin-1. */
function fromBasic(header: string): Credentials[] {
  const match = /^Basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(header);
  if (match?.[1] === undefined) return [];
  const bytes = Buffer.from(match[1], "base64");
  const readings = new Set([utf8(bytes), bytes.toString("latin1")]);
  return [...readings].flatMap((text) => {
    const colon = text?.indexOf(":") ?? -1;
    return text === undefined || colon < 0
      ? []
      : [{ user: text.slice(0, colon), password: text.slice(colon + 1) }];
  });
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function fromQuery(target: string): Credentials[] {
  const question = target.indexOf("?");
  const query = new URLSearchParams(question < 0 ? "" : target.slice(question));
  const [user, password] = [query.get("username"), query.get("password")];
  return user === null || password === null ? [] : [{ user, password }];
}
