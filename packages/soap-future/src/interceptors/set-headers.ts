import { SoapError } from "../errors.ts";
import { mergeHeaders } from "../http-binding.ts";
import { type Interceptor, type SoapCall } from "./interceptor.ts";

type Fields = Readonly<Record<string, string>>;

/**
 * Adds header fields of HTTP to every call. A function is asked for each call (and, inside of `retryReads`, for each
 * attempt), so that what expires can be renewed; when it fails, the call does (`invalid_argument`).
 */
export function setHeaders(fields: Fields | ((call: SoapCall) => Fields | Promise<Fields>)): Interceptor {
  return (next) => async (call) => {
    const more = typeof fields === "function" ? await ask(() => fields(call)) : fields;
    return next({ ...call, headers: mergeHeaders(call.headers, more) });
  };
}

/** Basic authentication (RFC 7617) in UTF-8. Over plain http the client refuses it unless `allowPlaintextAuth` is set. */
export function basicAuth(credentials: {
  readonly username: string;
  readonly password: string;
}): Interceptor {
  const { username, password } = credentials;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[:\x00-\x1f\x7f]/.test(username) || /[\x00-\x1f\x7f]/.test(password)) {
    throw new SoapError(
      "invalid_argument",
      "a user name cannot hold a colon, nor credentials control characters",
    );
  }
  const value = `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
  return setHeaders({ Authorization: value });
}

/** A bearer token (RFC 6750). A function is asked for each call: it keeps a token as long as it is good. */
export function bearerAuth(token: string | (() => string | Promise<string>)): Interceptor {
  if (typeof token === "string") return setHeaders({ Authorization: `Bearer ${token}` });
  return setHeaders(async () => ({ Authorization: `Bearer ${await token()}` }));
}

async function ask(fields: () => Fields | Promise<Fields>): Promise<Fields> {
  try {
    return await fields();
  } catch (cause) {
    if (cause instanceof SoapError) throw cause;
    throw new SoapError("invalid_argument", "the function that gives header fields failed", { cause });
  }
}
