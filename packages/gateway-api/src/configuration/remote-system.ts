import { isIP } from "node:net";
import { parsePin } from "@mailmux/http-tls";
import { compareKeyNames, kindOfKey, type ConfigKey } from "./keys/key.ts";

/** A member of a cluster, as the configuration of another member describes it. */
export interface RemoteSystem {
  /** The key, such as `remote_system__2`. */
  readonly key: string;
  readonly name: string;
  /** A host name, IPv4 or IPv6 address; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
  readonly protocol: "https" | "http";
  /** `https://address:port/remote/`, as a configuration file's `url`. */
  readonly url: string;
  /** As http-tls takes them: `sha256:…`, or `sha1:…` for the old ones. Empty: the certificate is not pinned. */
  readonly fingerprints: readonly string[];
  /** What works and should not stay so, in plain words. */
  readonly warnings: readonly string[];
}

/** What `discoverNodes` reads out of a configuration. */
export interface RemoteSystems {
  /** In the order of their ids. */
  readonly systems: readonly RemoteSystem[];
  /** Entries that no node can be made of. */
  readonly problems: readonly { readonly key: string; readonly reason: string }[];
}

/**
 * Reads the members of a cluster out of its keys `remote_system__N`, in any order of ids. An odd entry becomes a
 * problem and costs only itself. The keys come from `configKeys("remote_system__")`.
 */
export function readRemoteSystems(keys: readonly ConfigKey[]): RemoteSystems {
  const systems: RemoteSystem[] = [];
  const problems: { key: string; reason: string }[] = [];
  const entries = keys.filter(({ name }) => kindOfKey(name) === "remote_system");
  const names = new Map<string, string>();
  const urls = new Map<string, string>();
  for (const entry of entries.sort((a, b) => compareKeyNames(a.name, b.name))) {
    const system = readEntry(entry);
    const twin = typeof system === "string" ? undefined : (names.get(system.name) ?? urls.get(system.url));
    if (typeof system === "string") problems.push({ key: entry.name, reason: system });
    else if (twin !== undefined)
      problems.push({ key: entry.name, reason: `it has the name or address of ${twin}` });
    else {
      systems.push(system);
      names.set(system.name, system.key);
      urls.set(system.url, system.key);
    }
  }
  return { systems, problems };
}

/** The system, or why there is none. */
function readEntry({ name: key, params }: ConfigKey): RemoteSystem | string {
  const [name = "", rawAddress = "", rawPort = "", rawProtocol = "", rawFingerprint = ""] = params.map(
    (each) => each.trim(),
  );
  // Node sets could not name it otherwise.
  if (!/^[^\s,[\]@][^\s,[\]]{0,252}$/u.test(name))
    return "its name is empty, too long, or has white space, a comma, @ or brackets";
  const address = rawAddress.replace(/^\[(.*)\]$/, "$1");
  if (!isHost(address)) return "its address is neither a host name nor an IP address";
  const protocol = rawProtocol.toLowerCase() || "https";
  if (protocol !== "https" && protocol !== "http") return "its protocol is neither https nor http";
  const port = rawPort === "" ? (protocol === "https" ? 443 : 80) : Number(rawPort);
  if (!/^[0-9]{0,5}$/.test(rawPort) || port < 1 || port > 65_535)
    return "its port is not a number from 1 to 65535";
  const pins = readFingerprints(rawFingerprint);
  if (typeof pins === "string") return pins;
  const warnings: string[] = [];
  if (pins.some(({ weak }) => weak))
    warnings.push("a SHA-1 fingerprint is weak; replace it by the SHA-256 fingerprint");
  if (protocol === "http")
    warnings.push("plain http: no certificate is shown, and a fingerprint proves nothing");
  else if (pins.length === 0) warnings.push("no fingerprint: the certificate is not pinned");
  return {
    key,
    name,
    address,
    port,
    protocol,
    url: new URL(`${protocol}://${isIP(address) === 6 ? `[${address}]` : address}:${port}/remote/`).href,
    fingerprints: protocol === "http" ? [] : pins.map(({ text }) => text),
    warnings,
  };
}

function isHost(address: string): boolean {
  if (isIP(address) !== 0) return !address.includes("%");
  if (address.length > 253 || !/[A-Za-z]/.test(address)) return false;
  return address.split(".").every((label) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label));
}

/** Several may be given with commas, while a certificate is being replaced. */
function readFingerprints(text: string): { text: string; weak: boolean }[] | string {
  const written = text.split(",").map((each) => each.trim());
  try {
    // A bare SHA-1 is what these entries hold; everywhere else it must be spelled out.
    return written
      .filter((each) => each !== "")
      .map((each) => parsePin(/^(?:[0-9a-f]{2}:?){19}[0-9a-f]{2}$/i.test(each) ? `sha1:${each}` : each));
  } catch {
    return "its fingerprint is no certificate fingerprint";
  }
}
