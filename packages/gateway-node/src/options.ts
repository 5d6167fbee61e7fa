import { randomBytes } from "node:crypto";
import type { AuthenticateCall } from "./auth/permission.ts";
import type { UserOptions } from "./auth/user-directory.ts";
import { systemClock, type Clock } from "./clock.ts";
import { GatewayNodeError } from "./errors.ts";
import { parseFaultRule, type FaultKind, type FaultRule } from "./faults/rules.ts";
import { defaultLimits, type NodeLimits } from "./service/limits.ts";
import { defaultUpdateTiming, type UpdateTiming } from "./system/updates.ts";

/** Options of {@link createGatewayNode}. */
export interface GatewayNodeOptions {
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. Default 0. */
  readonly port?: number;
  /** Listens without TLS too, where anybody on the way can read passwords. Host default 127.0.0.1. Default: no. */
  readonly http?: { readonly host?: string; readonly port: number };
  /** The node's name: letters, digits, dots and hyphens. Default `mx1`. */
  readonly name?: string;
  /** The user who may do everything. Default `admin`. */
  readonly user?: string;
  /** Default: a random one, to be read from the node. */
  readonly password?: string;
  /** Further users, with flags. Default: none. */
  readonly users?: readonly UserOptions[];
  /** Decides about calls with a name and password of no user. Default: they are refused. */
  readonly authenticateCall?: AuthenticateCall;
  /** Where certificate and mail are kept. Default: nowhere, both end with the process. */
  readonly folder?: string;
  /** Rows of the queue at the first start, 0 to 1,000,000; the history gets three times as many. Default 200. */
  readonly messages?: number;
  /** The same seed and name give the same mail. A whole number from 0 to 2^32 - 1. Default 1. */
  readonly seed?: number;
  /** Milliseconds to wait before each call is answered, 0 to 600,000. Default 0. */
  readonly delayMs?: number;
  /** Misbehave in this way on every call; the same as one entry of `faults`. Default: behave. */
  readonly fault?: FaultKind;
  /** Ways to misbehave, on every call or on one operation: `["mailQueue:hang"]`. Default: behave. */
  readonly faults?: readonly FaultRule[];
  /** Milliseconds that the fault `slow` waits, 0 to 600,000. Default 3,000. */
  readonly slowMs?: number;
  /** Whether mail comes and goes. Default true. */
  readonly traffic?: boolean;
  /** What getVersion says, until an update. Default `4.8-p1`. */
  readonly productVersion?: string;
  /** Seconds that the node's local clock is ahead of UTC, -43,200 to 50,400. Default 0. */
  readonly localOffsetSeconds?: number;
  /** How long the steps of an update take. Default: about a minute in all. */
  readonly updateTiming?: Partial<UpdateTiming>;
  /** Sends long answers in gzip to who takes it. Default false; see the README. */
  readonly compress?: boolean;
  /** What the node takes from the network. */
  readonly limits?: Partial<NodeLimits>;
  /** The clock, for tests. Default: the system's. */
  readonly clock?: Clock;
  /** Called when traffic or a call meets an error that is no fault, for example a full disk. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

type Optional = "folder" | "authenticateCall" | "http" | "fault";

/** The options with every default filled in. */
export type ResolvedGatewayNodeOptions = Omit<
  Required<Omit<GatewayNodeOptions, Optional>>,
  "updateTiming" | "limits"
> &
  Pick<GatewayNodeOptions, "folder" | "authenticateCall"> & {
    readonly updateTiming: UpdateTiming;
    readonly limits: NodeLimits;
    readonly http: { readonly host: string; readonly port: number } | undefined;
  };

/** Fills the defaults in and checks every value. @throws GatewayNodeError `invalid_option` */
export function resolveGatewayNodeOptions(input: GatewayNodeOptions): ResolvedGatewayNodeOptions {
  const resolved: ResolvedGatewayNodeOptions = {
    host: input.host ?? "127.0.0.1",
    port: input.port ?? 0,
    http: input.http === undefined ? undefined : { host: "127.0.0.1", ...input.http },
    name: input.name ?? "mx1",
    user: input.user ?? "admin",
    password: input.password ?? randomBytes(15).toString("base64url"),
    users: input.users ?? [],
    messages: input.messages ?? 200,
    seed: input.seed ?? 1,
    delayMs: input.delayMs ?? 0,
    faults: [...(input.fault === undefined ? [] : [input.fault]), ...(input.faults ?? [])],
    slowMs: input.slowMs ?? 3_000,
    traffic: input.traffic ?? true,
    productVersion: input.productVersion ?? "4.8-p1",
    localOffsetSeconds: input.localOffsetSeconds ?? 0,
    updateTiming: { ...defaultUpdateTiming, ...input.updateTiming },
    compress: input.compress ?? false,
    limits: { ...defaultLimits, ...input.limits },
    clock: input.clock ?? systemClock,
    onError: input.onError ?? (() => undefined),
    ...(input.folder !== undefined && { folder: input.folder }),
    ...(input.authenticateCall !== undefined && { authenticateCall: input.authenticateCall }),
  };
  checkNumbers(resolved);
  check(resolved.host !== "", "host must not be empty");
  check(resolved.http?.host !== "", "the host of http must not be empty");
  check(/^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/.test(resolved.name), nameRule);
  checkUser({ name: resolved.user, password: resolved.password }, "user", "password");
  for (const user of resolved.users) checkUser(user, "the name of a user", "the password of a user");
  const names = [resolved.user, ...resolved.users.map(({ name }) => name)];
  check(new Set(names).size === names.length, "two users must not have the same name");
  check(resolved.folder !== "", "folder must not be empty");
  check(
    /^[\x20-\x7e]{1,64}$/.test(resolved.productVersion),
    "productVersion must be 1 to 64 ASCII characters",
  );
  resolved.faults.forEach(parseFaultRule);
  return resolved;
}

const nameRule =
  "name must be 1 to 64 letters, digits, dots and hyphens, with a letter or digit at both ends";

function checkNumbers(resolved: ResolvedGatewayNodeOptions): void {
  checkWhole("port", resolved.port, 0, 65_535);
  checkWhole("the port of http", resolved.http?.port ?? 0, 0, 65_535);
  checkWhole("messages", resolved.messages, 0, 1_000_000);
  checkWhole("seed", resolved.seed, 0, 2 ** 32 - 1);
  checkWhole("delayMs", resolved.delayMs, 0, 600_000);
  checkWhole("slowMs", resolved.slowMs, 0, 600_000);
  checkWhole("localOffsetSeconds", resolved.localOffsetSeconds, -12 * 3_600, 14 * 3_600);
  for (const [name, value] of Object.entries(resolved.updateTiming)) checkWhole(name, value, 0, 86_400_000);
  for (const [name, value] of Object.entries(resolved.limits)) checkWhole(name, value, 1, 2 ** 31 - 1);
}

function checkUser({ name, password, flags = "" }: UserOptions, who: string, secret: string): void {
  check(name !== "" && name.length <= 512 && !name.includes(":"), `${who} must not be empty or hold a colon`);
  check(
    password !== "" && password.length <= 512,
    `${secret} must not be empty, or longer than 512 characters`,
  );
  check(/^(?:|r|w|rw|wr)$/.test(flags), "the flags of a user must be r, w, both or none");
}

function checkWhole(name: string, value: number, min: number, max: number): void {
  check(
    Number.isInteger(value) && value >= min && value <= max,
    `${name} must be a whole number from ${min} to ${max}`,
  );
}

function check(holds: boolean, rule: string): void {
  if (!holds) throw new GatewayNodeError("invalid_option", `${rule}.`);
}
