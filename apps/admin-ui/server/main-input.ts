import { z } from "zod";
import type { PanelOptions } from "./options.ts";

const texts = z.union([z.string(), z.array(z.string())]);

const nodeSchema = z.strictObject({
  name: z.string().min(1),
  endpoint: z.url({ protocol: /^https?$/ }),
  address: z.string(),
  tls: z
    .strictObject({
      fingerprints: z.array(z.string()).optional(),
      ca: texts.optional(),
      cert: z.string().optional(),
      key: z.string().optional(),
      serverName: z.string().optional(),
      insecure: z.literal(true).optional(),
    })
    .default({}),
  allowPlaintextAuth: z.boolean().default(false),
});

/** The document that the program reads from its standard input: the options of a panel that are plain data. */
const inputSchema = z.strictObject({
  nodes: z.array(nodeSchema).min(1),
  host: z.string().optional(),
  port: z.number().optional(),
  allowedHosts: z.array(z.string()).optional(),
  clientRoot: z.string().optional(),
  fanout: z.number().optional(),
  operationTimeoutMs: z.number().optional(),
  overviewIntervalMs: z.number().optional(),
  signInAttemptsPerMinute: z.number().optional(),
  trustProxy: z.union([z.boolean(), texts]).optional(),
  /** End when standard input does: then the panel does not outlive the program that started it. */
  stopWithInput: z.boolean().default(false),
});

export interface MainInput {
  readonly options: PanelOptions;
  readonly stopWithInput: boolean;
}

/** Reads the document. Throws an error whose message names the places that are wrong, and repeats no value. */
export function parseMainInput(text: string): MainInput {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new Error("standard input is not a JSON document");
  }
  const parsed = inputSchema.safeParse(data);
  if (!parsed.success) throw new Error(parsed.error.issues.map(describe).join("; "));
  const { stopWithInput, ...options } = parsed.data;
  return { options: withoutUndefined(options) as PanelOptions, stopWithInput };
}

function describe(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join(".");
  return `${path === "" ? "the document" : path}: ${issue.message}`;
}

/** Zod keeps optional keys that were given as undefined; JSON has none. */
function withoutUndefined(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
