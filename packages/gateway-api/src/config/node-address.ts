import { GatewayApiError } from "../errors.ts";

/** A node as halonctl writes it: `[scheme://][user[:pass]@]host[:port]`. */
export interface NodeAddress {
  readonly scheme: "https" | "http";
  /** False when the text had no scheme. */
  readonly schemeGiven: boolean;
  readonly host: string;
  readonly username?: string;
  readonly password?: string;
}

/** Splits as halonctl does: at the first `://`, the first `@` and the first `:`; nothing is percent-decoded. */
export function parseNodeAddress(text: string, path: string): NodeAddress {
  const schemeEnd = text.indexOf("://");
  const scheme = schemeEnd === -1 ? "https" : text.slice(0, schemeEnd).toLowerCase();
  if (scheme !== "https" && scheme !== "http") {
    throw new GatewayApiError("config_invalid", `${path}: the scheme must be https or http`, {
      context: { path },
    });
  }
  const rest = schemeEnd === -1 ? text : text.slice(schemeEnd + 3);
  const at = rest.indexOf("@");
  const user = at === -1 ? undefined : rest.slice(0, at);
  const colon = user?.indexOf(":") ?? -1;
  const username = colon === -1 ? user : user?.slice(0, colon);
  const password = colon === -1 ? undefined : user?.slice(colon + 1);
  return {
    scheme,
    schemeGiven: schemeEnd !== -1,
    host: rest.slice(at + 1).replace(/\/+$/, ""),
    ...(username === undefined || username === "" ? {} : { username }),
    ...(password === undefined || password === "" ? {} : { password }),
  };
}

/** The endpoint of a node's API: `{scheme}://{host[:port]}/remote/`. */
export function endpointOf(base: string, path: string): URL {
  let url: URL;
  try {
    url = new URL(base);
  } catch (cause) {
    throw new GatewayApiError("config_invalid", `${path}: this is not a URL or host name`, {
      cause,
      context: { path },
    });
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new GatewayApiError("config_invalid", `${path}: the URL must begin with https://`, {
      context: { path },
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new GatewayApiError(
      "config_invalid",
      `${path}: put the user name and password beside the URL, not into it`,
      { context: { path } },
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new GatewayApiError("config_invalid", `${path}: the URL must not have a query or fragment`, {
      context: { path },
    });
  }
  if (url.pathname === "/") url.pathname = "/remote/";
  return url;
}
