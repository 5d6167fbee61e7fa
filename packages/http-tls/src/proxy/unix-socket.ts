import { openSocket } from "../dial-tcp.ts";
import { HttpTlsError } from "../errors.ts";
import { type DialFunction } from "../options.ts";
import { dialOver } from "./way.ts";

/**
 * Connects to a Unix domain socket (on Windows: to a named pipe) in the place of the origin's host and port. The
 * origin still decides on TLS, the Host field and the name that a certificate must have. Throws `invalid_argument`
 * for a path that cannot be one.
 */
export function dialUnixSocket(path: string): DialFunction {
  if (path === "" || path.includes("\0")) {
    throw new HttpTlsError("invalid_argument", "the path of a unix socket is empty or holds a NUL");
  }
  return dialOver({
    via: `unix:${path}`,
    noun: "the unix socket",
    open: (_target, signal) => openSocket({ path }, signal),
  });
}
