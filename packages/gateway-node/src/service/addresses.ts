/** Whether a host to listen on means every address of the machine. */
export function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** The address of the service, as this machine reaches a node that listens there. */
export function serviceUrl(scheme: "http" | "https", host: string, port: number): string {
  return `${scheme}://${urlHost(host)}:${port}/remote/`;
}

function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
