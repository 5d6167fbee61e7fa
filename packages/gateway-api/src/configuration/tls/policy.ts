import { ConfigurationError } from "../errors.ts";

/** The modes of `SetTLS`. `disabled` is off; `…_verify` and the DANE modes check the certificate. */
export const tlsModes = [
  "disabled",
  "optional",
  "optional_verify",
  "dane",
  "dane_require",
  "require",
  "require_verify",
] as const;
export type TlsMode = (typeof tlsModes)[number];

/** Names that `tls_protocols` takes, each also with `!` in front, which excludes it. */
export const tlsProtocols = ["SSLv1", "SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"] as const;

/** The most options of a call; an edit reads the script once more for each. */
export const maxOptions = 64;

/** A value that an option of `SetTLS` can have in a script. */
export type TlsOptionValue = string | number | boolean | readonly string[];

/** The TLS settings of one delivery. What is not there is not set, and the gateway's default holds. */
export interface TlsOptions {
  /** `tls` */
  readonly mode?: TlsMode;
  /** `tls_protocols`: `TLSv1.2`, or `!SSLv3` to exclude. */
  readonly protocols?: readonly string[];
  /** `tls_ciphers`: as OpenSSL writes them. */
  readonly ciphers?: string;
  /** `tls_verify_host`: the certificate must name the host. */
  readonly verifyHost?: boolean;
  /** `tls_verify_name`: the certificate must have one of these names. */
  readonly verifyNames?: readonly string[];
  /** `tls_default_ca`: the well-known authorities are trusted. */
  readonly defaultCa?: boolean;
  /** `tls_sni`: ask for the certificate of the host (true) or of this name. */
  readonly sni?: boolean | string;
  /** `tls_client_cert`: such as `pki:2`. */
  readonly clientCertificate?: string;
  /** `tls_capture_peer_cert` */
  readonly capturePeerCertificate?: boolean;
  /** Options that are not known here, by the script's names. They are kept. */
  readonly other?: Readonly<Record<string, TlsOptionValue>>;
}

/**
 * What a policy is for: every delivery, deliveries to recipient domains, or deliveries to hosts (`$destination`).
 * Names are compared by the script as they are written, letter for letter.
 */
export type TlsDestination =
  | { readonly kind: "all" }
  | { readonly kind: "domain"; readonly names: readonly string[] }
  | { readonly kind: "host"; readonly names: readonly string[] };

export interface TlsPolicy {
  readonly destination: TlsDestination;
  readonly options: TlsOptions;
}

/** The options by the script's names, in the order in which they are written. @throws ConfigurationError `bad_policy` */
export function toScriptOptions(options: TlsOptions): Map<string, TlsOptionValue> {
  const { mode, protocols, ciphers, other = {} } = options;
  const bad = (what: string): ConfigurationError => new ConfigurationError("bad_policy", what);
  if (mode !== undefined && !tlsModes.includes(mode)) throw bad(`${show(mode)} is no TLS mode.`);
  const wrong = protocols?.find((each) => !isProtocol(each));
  if (wrong !== undefined) throw bad(`${show(wrong)} is no TLS protocol.`);
  if (protocols?.length === 0) throw bad("Name at least one protocol, or leave them out.");
  if (ciphers !== undefined && !/^[\x21-\x7e]{1,4096}$/.test(ciphers))
    throw bad("A list of ciphers is ASCII without spaces.");
  const named: [string, TlsOptionValue | undefined][] = [
    ["tls", mode],
    ["tls_protocols", protocols?.join(",")],
    ["tls_ciphers", ciphers],
    ["tls_verify_host", options.verifyHost],
    ["tls_verify_name", options.verifyNames],
    ["tls_default_ca", options.defaultCa],
    ["tls_sni", options.sni],
    ["tls_client_cert", options.clientCertificate],
    ["tls_capture_peer_cert", options.capturePeerCertificate],
  ];
  const result = new Map<string, TlsOptionValue>();
  for (const [name, value] of named) if (value !== undefined) result.set(name, value);
  for (const [name, value] of Object.entries(other)) {
    if (named.some(([known]) => known === name)) throw bad(`${show(name)} has a property of its own.`);
    result.set(name, value);
  }
  if (result.size > maxOptions) throw bad(`A policy has at most ${maxOptions} options.`);
  for (const value of [...result].flat(2)) {
    if (typeof value === "string" && (value.length > 4096 || !value.isWellFormed()))
      throw bad("A text has more than 4096 characters, or half a surrogate pair.");
    if (
      typeof value === "number" &&
      (!Number.isFinite(value) || value < 0 || value > Number.MAX_SAFE_INTEGER)
    )
      throw bad("A number is negative or too large.");
  }
  return result;
}

/** Reads options as a script has them; a text says which option is not understood. */
export function fromScriptOptions(found: ReadonlyMap<string, TlsOptionValue>): TlsOptions | string {
  const rest = new Map(found);
  const problems: string[] = [];
  const take = <Value>(
    name: string,
    read: (value: TlsOptionValue) => Value | undefined,
  ): Value | undefined => {
    const value = rest.get(name);
    rest.delete(name);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) problems.push(`the value of ${name} is not understood`);
    return result;
  };
  const text = (value: TlsOptionValue): string | undefined => (typeof value === "string" ? value : undefined);
  // In scripts, true and false are other words for 1 and 0.
  const flag = (value: TlsOptionValue): boolean | undefined =>
    typeof value === "boolean" ? value : value === 1 ? true : value === 0 ? false : undefined;
  const options = {
    mode: take("tls", (value) => tlsModes.find((mode) => mode === value)),
    protocols: take("tls_protocols", (value) => {
      const names = text(value)
        ?.split(",")
        .map((each) => each.trim());
      return names?.every(isProtocol) === true ? names : undefined;
    }),
    ciphers: take("tls_ciphers", text),
    verifyHost: take("tls_verify_host", flag),
    verifyNames: take("tls_verify_name", (value) => (typeof value === "object" ? value : undefined)),
    defaultCa: take("tls_default_ca", flag),
    sni: take("tls_sni", (value) => flag(value) ?? text(value)),
    clientCertificate: take("tls_client_cert", text),
    capturePeerCertificate: take("tls_capture_peer_cert", flag),
    other: rest.size === 0 ? undefined : Object.fromEntries(rest),
  };
  const [problem] = problems;
  if (problem !== undefined) return problem;
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** True when two values of an option mean the same. */
export function sameOption(name: string, a: TlsOptionValue, b: TlsOptionValue): boolean {
  const plain = (value: TlsOptionValue): string => {
    if (typeof value === "object") return JSON.stringify(value);
    if (name === "tls_protocols")
      return JSON.stringify(
        String(value)
          .replaceAll(/[ \t]*,[ \t]*/g, ",")
          .trim(),
      );
    return JSON.stringify(typeof value === "boolean" ? Number(value) : value);
  };
  return plain(a) === plain(b);
}

/** Tells which destinations are for the same deliveries as this one. The order of names says nothing. */
export function sameAs(destination: TlsDestination): (other: TlsDestination) => boolean {
  const identity = (each: TlsDestination): string =>
    each.kind === "all" ? "all" : JSON.stringify([each.kind, ...[...new Set(each.names)].sort()]);
  const wanted = identity(destination);
  return (other) => other.kind === destination.kind && identity(other) === wanted;
}

function isProtocol(text: string): boolean {
  return (tlsProtocols as readonly string[]).includes(text.replace(/^!/, ""));
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
