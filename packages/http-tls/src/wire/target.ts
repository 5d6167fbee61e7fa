import { HttpTlsError } from "../errors.ts";

/** RFC 3986 section 3.2.2 and 3.2.3: a host (name, IPv4, or IPv6 in brackets) and perhaps a port. */
const hostAndPort =
  /^(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)(?::[0-9]{0,5})?$/;
/** RFC 9112 section 3.2.2, up to the end of the authority. */
const absoluteForm = /^[A-Za-z][A-Za-z0-9+\-.]*:\/\/([^/?#]*)/;

/** Throws `protocol` for a Host field that no URI could have led to. An empty one is allowed (RFC 9110 section 7.2). */
export function checkHost(value: string): void {
  if (!hostAndPort.test(value)) throw new HttpTlsError("protocol", "Host is not a host and port");
}

/** The forms of a request target (RFC 9112 section 3.2). Throws `protocol` for one that its method cannot have. */
export function checkTarget(method: string, target: string): void {
  if (method === "CONNECT") {
    // RFC 9110 section 9.3.6: a port that cannot be is refused.
    const port = Number(/:([0-9]{1,5})$/.exec(target)?.[1] ?? 0);
    if (port < 1 || port > 65_535 || !isAuthority(target)) throw malformedTarget();
    return;
  }
  if (target === "*" && method === "OPTIONS") return;
  if (target.includes("#")) throw malformedTarget();
  if (target.startsWith("/")) return;
  const authority = absoluteForm.exec(target)?.[1];
  if (authority === undefined || !isAuthority(authority)) throw malformedTarget();
}

/** A host that is not empty, perhaps a port, and no user (RFC 9110 sections 4.2.1 and 4.2.4). */
function isAuthority(text: string): boolean {
  return text !== "" && !text.startsWith(":") && hostAndPort.test(text);
}

function malformedTarget(): HttpTlsError {
  return new HttpTlsError("protocol", "the request target has a form that its method does not allow");
}
