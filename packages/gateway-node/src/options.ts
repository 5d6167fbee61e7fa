import { randomBytes } from "node:crypto";
import { systemClock, type Clock } from "./clock.ts";
import { GatewayNodeError } from "./errors.ts";
import { faultKinds, type FaultKind } from "./faults.ts";

/** Options of {@link createGatewayNode}. */
export interface GatewayNodeOptions {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** The node's name: letters, digits, dots and hyphens. Default `mx1`. */
  readonly name?: string;
  /** The one user. Default `admin`. */
  readonly user?: string;
  /** Default: a random one, to be read from the node. */
  readonly password?: string;
  /** Where certificate and mail are kept. Default: nowhere, both end with the process. */
  readonly folder?: string;
  /** Rows of the queue at the first start, 0 to 1,000,000; the history gets three times as many. Default 200. */
  readonly messages?: number;
  /** The same seed and name give the same mail. A whole number from 0 to 2^32 - 1. Default 1. */
  readonly seed?: number;
  /** Milliseconds to wait before each call is answered, 0 to 600,000. Default 0. */
  readonly delayMs?: number;
  /** Misbehave in this way on every call. Default: behave. */
  readonly fault?: FaultKind;
  /** Whether mail comes and goes. Default true. */
  readonly traffic?: boolean;
  /** What getVersion says. Default `4.8-p1`. */
  readonly productVersion?: string;
  /** The clock, for tests. Default: the system's. */
  readonly clock?: Clock;
  /** Called when traffic or a call meets an error that is no fault, for example a full disk. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

/** The options with every default filled in. */
export type ResolvedGatewayNodeOptions = Required<Omit<GatewayNodeOptions, "folder" | "fault">> &
  Pick<GatewayNodeOptions, "folder" | "fault">;

/** Fills the defaults in and checks every value. @throws GatewayNodeError `invalid_option` */
export function resolveGatewayNodeOptions(input: GatewayNodeOptions): ResolvedGatewayNodeOptions {
  const resolved = {
    host: input.host ?? "127.0.0.1",
    port: input.port ?? 0,
    name: input.name ?? "mx1",
    user: input.user ?? "admin",
    password: input.password ?? randomBytes(15).toString("base64url"),
    messages: input.messages ?? 200,
    seed: input.seed ?? 1,
    delayMs: input.delayMs ?? 0,
    traffic: input.traffic ?? true,
    productVersion: input.productVersion ?? "4.8-p1",
    clock: input.clock ?? systemClock,
    onError: input.onError ?? (() => undefined),
    ...(input.folder !== undefined && { folder: input.folder }),
    ...(input.fault !== undefined && { fault: input.fault }),
  };
  checkWhole("port", resolved.port, 0, 65_535);
  checkWhole("messages", resolved.messages, 0, 1_000_000);
  checkWhole("seed", resolved.seed, 0, 2 ** 32 - 1);
  checkWhole("delayMs", resolved.delayMs, 0, 600_000);
  check(resolved.host !== "", "host must not be empty");
  check(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(resolved.name), nameRule);
  check(resolved.user !== "" && !resolved.user.includes(":"), "user must not be empty or hold a colon");
  check(resolved.password !== "", "password must not be empty");
  check(resolved.folder !== "", "folder must not be empty");
  check(
    /^[\x20-\x7e]{1,64}$/.test(resolved.productVersion),
    "productVersion must be 1 to 64 ASCII characters",
  );
  check(
    input.fault === undefined || faultKinds.includes(input.fault),
    `fault must be one of ${faultKinds.join(", ")}`,
  );
  return resolved;
}

const nameRule =
  "name must be 1 to 64 letters, digits, dots and hyphens, with a letter or digit at both ends";

function checkWhole(name: string, value: number, min: number, max: number): void {
  check(
    Number.isInteger(value) && value >= min && value <= max,
    `${name} must be a whole number from ${min} to ${max}`,
  );
}

function check(holds: boolean, rule: string): void {
  if (!holds) throw new GatewayNodeError("invalid_option", `${rule}.`);
}
