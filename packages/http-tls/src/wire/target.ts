import { HttpTlsError } from "../errors.ts";

/** RFC 3986 section 3.2.2 and 3.2.3: a host (name, IPv4, or IPv6 in brackets) and perhaps a port. */
const hostAndPort = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]*)(?::[0-9]{0,5})?$/;

/** Throws `protocol` for a Host field that no URI could have led to. An empty one is allowed (RFC 9110 section 7.2). */
export function checkHost(value: string): void {
  if (!hostAndPort.test(value)) throw new HttpTlsError("protocol", "Host is not a host and port");
}

/** The forms of a request target (RFC 9112 section 3.2). Throws `protocol` for one that its method cannot have. */
export function checkTarget(method: string, target: string): void {
  if (method === "CONNECT") {
    if (!/^.+:[0-9]{1,5}$/.test(target) || !hostAndPort.test(target)) throw malformedTarget();
    return;
  }
  if (target === "*" && method === "OPTIONS") return;
  if (target.includes("#")) throw malformedTarget();
  if (!target.startsWith("/") && !/^[A-Za-z][A-Za-z0-9+\-.]*:\/\/[^/?]/.test(target)) throw malformedTarget();
}

function malformedTarget(): HttpTlsError {
  return new HttpTlsError("protocol", "the request target has a form that its method does not allow");
}
