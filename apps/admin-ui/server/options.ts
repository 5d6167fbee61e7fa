import { join } from "node:path";
import { PanelError } from "./errors.ts";

/** How a node's certificate is verified. Without any of these: the system's authorities and the host name. */
export interface PanelNodeTls {
  /** Fingerprints of which one must be the node's certificate's. */
  readonly fingerprints?: readonly string[];
  /** Authorities to trust instead of the system's, as PEM. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** Client certificate and key, as PEM, for nodes that ask for one. */
  readonly cert?: string | Uint8Array;
  readonly key?: string | Uint8Array;
  /** The name in the certificate, where it is not the host. */
  readonly serverName?: string;
  /** Verifies nothing. */
  readonly insecure?: true;
}

/** A gateway node as the panel knows it: without a user name or password, which people bring when they sign in. */
export interface PanelNode {
  readonly name: string;
  /** Where its API is: `https://host[:port]/remote/`. */
  readonly endpoint: string;
  /** Host and port, for people. */
  readonly address: string;
  readonly tls: PanelNodeTls;
  /** Lets passwords go over plain http. */
  readonly allowPlaintextAuth: boolean;
}

/** Takes what is worth a line in a log. No field ever holds a password, a cookie or a query string. */
export type PanelLogger = (entry: PanelLogEntry) => void;

export interface PanelLogEntry {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number>>;
}

/** Options of {@link startPanel}. */
export interface PanelOptions {
  /** At least one; the names are unique. */
  readonly nodes: readonly PanelNode[];
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. Default 0. */
  readonly port?: number;
  /**
   * Host names that the panel is reached by. On a loopback address `localhost`, `127.0.0.1` and `[::1]` are always
   * answered and others only when named here; on other addresses any name is answered unless some are named.
   */
  readonly allowedHosts?: readonly string[];
  /** The folder of the built page. Default: `../client` beside the server. */
  readonly clientRoot?: string;
  /** Nodes that are asked at the same time. Default 64. */
  readonly fanout?: number;
  /** Time limit of a call on one node, in milliseconds. Default 10,000; sign-in and overview take at most 5,000. */
  readonly operationTimeoutMs?: number;
  /** From the end of one overview round to the beginning of the next, in milliseconds. Default 2,000. */
  readonly overviewIntervalMs?: number;
  /** Attempts to sign in, per address and per user name. Default 10. */
  readonly signInAttemptsPerMinute?: number;
  /**
   * Whose `X-Forwarded-*` headers are believed: the addresses or networks of the proxies in front, or `true` for
   * everybody's. Default: nobody's.
   */
  readonly trustProxy?: boolean | string | readonly string[];
  /** Default: nothing is logged. */
  readonly logger?: PanelLogger;
}

/** A running panel. */
export interface Panel extends AsyncDisposable {
  /** `http://host:port/` */
  readonly url: string;
  readonly port: number;
  /** Ends all sessions and streams, and frees the port. May be called twice. */
  close(): Promise<void>;
}

/** @internal The options with every default filled in. */
export interface ResolvedPanelOptions {
  readonly nodes: readonly PanelNode[];
  readonly host: string;
  readonly port: number;
  readonly allowedHosts: readonly string[];
  readonly clientRoot: string;
  readonly fanout: number;
  readonly operationTimeoutMs: number;
  readonly overviewIntervalMs: number;
  readonly signInAttemptsPerMinute: number;
  readonly trustProxy: boolean | string | string[];
  readonly log: PanelLogger;
}

/** @internal Fills the defaults in and checks every value. Throws {@link PanelError} `invalid_option`. */
export function resolvePanelOptions(input: PanelOptions): ResolvedPanelOptions {
  const { trustProxy = false } = input;
  const resolved = {
    // Named one by one, so that a configuration with passwords in it leaves them behind here.
    nodes: input.nodes.map(({ name, endpoint, address, tls, allowPlaintextAuth }) => ({
      name,
      endpoint,
      address,
      tls,
      allowPlaintextAuth,
    })),
    host: input.host ?? "127.0.0.1",
    port: input.port ?? 0,
    allowedHosts: (input.allowedHosts ?? []).map((host) => host.toLowerCase()),
    clientRoot: input.clientRoot ?? join(import.meta.dirname, "../client"),
    fanout: input.fanout ?? 64,
    operationTimeoutMs: input.operationTimeoutMs ?? 10_000,
    overviewIntervalMs: input.overviewIntervalMs ?? 2_000,
    signInAttemptsPerMinute: input.signInAttemptsPerMinute ?? 10,
    trustProxy: Array.isArray(trustProxy)
      ? [...(trustProxy as readonly string[])]
      : (trustProxy as boolean | string),
    log: input.logger ?? (() => undefined),
  };
  if (resolved.nodes.length === 0) throw invalid("there is no node");
  if (new Set(resolved.nodes.map(({ name }) => name)).size !== resolved.nodes.length) {
    throw invalid("two nodes have the same name");
  }
  if (resolved.host === "") throw invalid("host must not be empty");
  checkWhole("port", resolved.port, 0, 65_535);
  checkWhole("fanout", resolved.fanout, 1, 10_000);
  checkWhole("operationTimeoutMs", resolved.operationTimeoutMs, 1, 3_600_000);
  checkWhole("overviewIntervalMs", resolved.overviewIntervalMs, 10, 3_600_000);
  checkWhole("signInAttemptsPerMinute", resolved.signInAttemptsPerMinute, 1, 10_000);
  return resolved;
}

function checkWhole(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw invalid(`${name} must be a whole number from ${min} to ${max}`);
}

function invalid(rule: string): PanelError {
  return new PanelError("invalid_option", rule);
}
