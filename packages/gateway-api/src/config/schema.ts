import { z } from "zod";

/**
 * `mailmux.json`. It holds everything that a halonctl file does (nodes as `[scheme://][user[:pass]@]host`,
 * clusters as lists or objects, `verify_ssl`), and nodes as objects beside it.
 */
const nodeObject = z.strictObject({
  /** `https://host[:port]`; the path of the API is added. */
  url: z.string().min(1),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  /** A file with the password in its first line; relative to the configuration. */
  passwordFile: z.string().min(1).optional(),
  /** The name of an environment variable with the password. */
  passwordEnv: z.string().min(1).optional(),
  /** Fingerprints of which one must be the node's certificate's. */
  fingerprints: z.array(z.string()).optional(),
  /** A PEM file with the authority to trust; relative to the configuration. */
  ca: z.string().min(1).optional(),
  /** The name in the certificate, where it is not the host. */
  serverName: z.string().min(1).optional(),
  /** Verifies nothing. */
  insecure: z.literal(true).optional(),
  /** Lets the password go over plain http. */
  allowPlaintextAuth: z.boolean().optional(),
});

const clusterObject = z.strictObject({
  nodes: z.array(z.string()),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
  passwordFile: z.string().min(1).optional(),
  passwordEnv: z.string().min(1).optional(),
});

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  nodes: z.record(z.string(), z.union([z.string(), nodeObject])).default({}),
  clusters: z.record(z.string(), z.union([z.array(z.string()), clusterObject])).default({}),
  verify_ssl: z.union([z.boolean(), z.string()]).optional(),
  /** Nodes asked at the same time. */
  fanout: z.number().int().min(1).max(10_000).optional(),
  /** Time limit of a call on one node, in milliseconds. */
  operationTimeoutMs: z.number().int().min(1).max(3_600_000).optional(),
});

export type ConfigFile = z.infer<typeof configSchema>;
export type NodeEntry = z.infer<typeof nodeObject>;
export type ClusterEntry = z.infer<typeof clusterObject>;

/** Keys that may stand at each kind of place, for suggestions. */
export const knownKeys = {
  top: Object.keys(configSchema.shape),
  node: Object.keys(nodeObject.shape),
  cluster: Object.keys(clusterObject.shape),
} as const;
