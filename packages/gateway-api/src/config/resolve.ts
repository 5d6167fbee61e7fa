import { isNodeName } from "@mailmux/cluster";
import { type HttpTlsOptions, parsePin } from "@mailmux/http-tls";
import { GatewayApiError } from "../errors.ts";
import { Credentials } from "./credentials.ts";
import { endpointOf, parseNodeAddress } from "./node-address.ts";
import { type ClusterEntry, type ConfigFile, type NodeEntry } from "./schema.ts";

/** One gateway node, ready to be connected to. */
export interface GatewayNodeConfig {
  readonly name: string;
  /** The cluster it belongs to, if any. */
  readonly cluster?: string;
  /** Where its API is. */
  readonly endpoint: string;
  /** Host and port, for people. */
  readonly address: string;
  /** A user name, when one is known; the password may still be missing. */
  readonly username?: string;
  readonly credentials?: Credentials;
  readonly tls: HttpTlsOptions;
  readonly allowPlaintextAuth: boolean;
}

export interface GatewayConfig {
  /** Where it was read from. */
  readonly file: string;
  /** In the order of the file. */
  readonly nodes: readonly GatewayNodeConfig[];
  readonly clusters: readonly { readonly name: string; readonly nodes: readonly string[] }[];
  readonly fanout?: number;
  readonly operationTimeoutMs?: number;
  /** What is allowed and should not stay so: weak pins, verification turned off, a readable password. */
  readonly warnings: readonly string[];
}

/** What resolving needs from outside: files and environment variables. */
export interface ConfigSources {
  /** Reads a file that the configuration names, relative to it. */
  readFile(name: string): string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Login {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Turns the checked text of a configuration into nodes. Throws `config_invalid`, naming the place. */
export function resolveConfig(file: string, config: ConfigFile, sources: ConfigSources): GatewayConfig {
  const warnings: string[] = [];
  const fail = (path: string, what: string, cause?: unknown): GatewayApiError =>
    new GatewayApiError("config_invalid", `${path}: ${what}`, { cause, context: { file, path } });

  const passwordOf = (entry: Omit<ClusterEntry, "nodes">, path: string): string | undefined => {
    const given = [entry.password, entry.passwordFile, entry.passwordEnv].filter(
      (each) => each !== undefined,
    );
    if (given.length > 1) throw fail(path, "give one of password, passwordFile and passwordEnv, not several");
    if (entry.passwordFile !== undefined) {
      const password = sources.readFile(entry.passwordFile).split(/\r?\n/)[0] ?? "";
      if (password === "") throw fail(`${path}.passwordFile`, "the file is empty");
      return password;
    }
    if (entry.passwordEnv === undefined) return entry.password;
    const password = sources.env[entry.passwordEnv];
    if (password === undefined || password === "")
      throw fail(`${path}.passwordEnv`, `the variable ${entry.passwordEnv} is not set`);
    return password;
  };

  /** halonctl takes any name, so such a file loads; but no node set can name the node. */
  const checkName = (name: string, path: string): void => {
    if (name === "") throw fail(path, "a name must not be empty");
    if (isNodeName(name)) return;
    warnings.push(`${name}: --node cannot select a name with a comma, white space, brackets, or @ in front`);
  };

  const nodes = Object.entries(config.nodes).map(([name, entry]) => {
    const path = `nodes.${name}`;
    checkName(name, path);
    const node = typeof entry === "string" ? fromAddress(entry, path, warnings, name) : entry;
    const endpoint = endpointOf(node.url, typeof entry === "string" ? path : `${path}.url`);
    const tls = tlsOf(name, node, endpoint, config.verify_ssl, sources, warnings, fail);
    const login: Login = { username: node.username, password: passwordOf(node, path) };
    if (login.username?.includes(":") === true)
      throw fail(`${path}.username`, "a user name cannot hold a colon");
    return { name, endpoint, tls, login, allowPlaintextAuth: node.allowPlaintextAuth ?? false };
  });

  const clusters = Object.entries(config.clusters).map(([name, entry]) => {
    const path = `clusters.${name}`;
    const cluster: ClusterEntry = Array.isArray(entry) ? { nodes: entry } : entry;
    for (const member of cluster.nodes) {
      if (!nodes.some((node) => node.name === member))
        throw fail(path, `there is no node ${JSON.stringify(member)}`);
    }
    return {
      name,
      nodes: cluster.nodes,
      login: { username: cluster.username, password: passwordOf(cluster, path) },
    };
  });

  return {
    file,
    nodes: nodes.map(({ name, endpoint, tls, login, allowPlaintextAuth }) => {
      const own = clusters.find((cluster) => cluster.nodes.includes(name));
      const siblings = nodes
        .filter((node) => own?.nodes.includes(node.name) === true)
        .map((node) => node.login);
      const { username, password } = inheritLogin(login, own?.login, siblings);
      return {
        name,
        ...(own === undefined ? {} : { cluster: own.name }),
        endpoint: endpoint.href,
        address: endpoint.host,
        ...(username === undefined ? {} : { username }),
        ...(username === undefined || password === undefined
          ? {}
          : { credentials: new Credentials(username, password) }),
        tls,
        allowPlaintextAuth,
      };
    }),
    clusters: clusters.map(({ name, nodes: members }) => ({ name, nodes: members })),
    ...(config.fanout === undefined ? {} : { fanout: config.fanout }),
    ...(config.operationTimeoutMs === undefined ? {} : { operationTimeoutMs: config.operationTimeoutMs }),
    warnings,
  };
}

function fromAddress(text: string, path: string, warnings: string[], name: string): NodeEntry {
  const { scheme, schemeGiven, host, username, password } = parseNodeAddress(text, path);
  if (!schemeGiven)
    warnings.push(`${name}: the address has no scheme; https is used (halonctl would have used http)`);
  return {
    url: `${scheme}://${host}`,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function tlsOf(
  name: string,
  node: NodeEntry,
  endpoint: URL,
  verify: boolean | string | undefined,
  sources: ConfigSources,
  warnings: string[],
  fail: (path: string, what: string, cause?: unknown) => GatewayApiError,
): HttpTlsOptions {
  const path = `nodes.${name}`;
  const serverName = node.serverName === undefined ? {} : { serverName: node.serverName };
  if (endpoint.protocol === "http:") {
    const key = (["fingerprints", "ca", "serverName", "insecure"] as const).find(
      (each) => node[each] !== undefined,
    );
    if (key !== undefined)
      throw fail(`${path}.${key}`, "it is about a certificate, and plain http shows none: use https");
    warnings.push(
      `${name}: plain http; everybody on the way can read what is said${node.allowPlaintextAuth === true ? "" : ", so no password is sent"}`,
    );
    return {};
  }
  node.fingerprints?.forEach((fingerprint, index) => {
    try {
      if (parsePin(fingerprint).weak)
        warnings.push(`${name}: a SHA-1 fingerprint is weak; replace it by the SHA-256 fingerprint`);
    } catch (cause) {
      throw fail(
        `${path}.fingerprints[${index}]`,
        cause instanceof Error ? cause.message : String(cause),
        cause,
      );
    }
  });
  const fingerprints = node.fingerprints ?? [];
  const ca = node.ca ?? (typeof verify === "string" ? verify : undefined);
  // An empty list pins nothing: then the authorities decide, as without the key.
  if (node.insecure === true || (verify === false && fingerprints.length === 0 && node.ca === undefined)) {
    if (fingerprints.length > 0) throw fail(path, "insecure and fingerprints exclude each other");
    warnings.push(
      `${name}: the certificate is not verified; anybody in between can read the password. Pin its fingerprint instead`,
    );
    return { insecure: true, ...serverName };
  }
  return {
    ...(fingerprints.length === 0 ? {} : { fingerprints }),
    // A pin stands for itself; the file-wide authority is for nodes without one.
    ...(ca === undefined || (fingerprints.length > 0 && node.ca === undefined)
      ? {}
      : { ca: sources.readFile(ca) }),
    ...serverName,
  };
}

/**
 * Who logs in, as halonctl decides it: the node's own user name and password come first, then its cluster's, then
 * the first that any node of the cluster has.
 */
export function inheritLogin(own: Login, cluster: Login | undefined, siblings: readonly Login[]): Login {
  const username =
    own.username ?? cluster?.username ?? siblings.find((each) => each.username !== undefined)?.username;
  const password =
    own.password ?? cluster?.password ?? siblings.find((each) => each.password !== undefined)?.password;
  return { username, password };
}
