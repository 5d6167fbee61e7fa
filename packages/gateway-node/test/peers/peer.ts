import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Which program calls: PHP's SoapClient, the same with curl posting its envelopes, or Python's suds. */
export type PeerKind = "php" | "php-curl" | "suds";

/** Empty where the program is not there: the run of the whole says so. */
const programs = {
  php: process.env["MAILMUX_PHP"],
  "php-curl": process.env["MAILMUX_PHP"],
  suds: process.env["MAILMUX_PYTHON"],
} as const;

/** The kinds whose programs are there. */
export const peerKinds = (Object.keys(programs) as PeerKind[]).filter((kind) => programs[kind]);

export interface PeerCall {
  readonly operation: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface PeerFault {
  readonly code: string;
  readonly text: string;
}

/** What the program has made of an answer. */
export type PeerAnswer =
  { readonly value: unknown; readonly fault?: undefined } | { readonly fault: PeerFault };

/** A program of another make that calls a node. */
export interface Peer extends AsyncDisposable {
  readonly kind: PeerKind;
  /** Makes the calls, with curl all at once, and gives the answers in their order. */
  callAll(calls: readonly PeerCall[]): Promise<readonly PeerAnswer[]>;
  /** Makes one call; throws for a fault. The value is as the program gives it to who called. */
  call(operation: string, args?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Makes one call that is to fail. */
  fault(operation: string, args?: Readonly<Record<string, unknown>>): Promise<PeerFault>;
  /** What is under `result`; suds has unwrapped it where it is the only child. */
  result(value: unknown): unknown;
  /** Entries of a list; empty ones look different everywhere. */
  items(list: unknown): readonly Record<string, unknown>[];
  /** The bytes of a base64Binary field: PHP has decoded it, suds has not. */
  bytes(value: unknown): Buffer;
  /** Bytes as an argument: PHP encodes them itself, suds does not. */
  argument(bytes: string): unknown;
  /** A list as an argument. */
  list(entries: readonly unknown[]): unknown;
}

export interface PeerSetup {
  readonly wsdl: string;
  readonly location: string;
  readonly user: string;
  readonly password: string;
  /** File with the node's certificate, which the program verifies. */
  readonly ca: string;
}

/** Starts a program. */
export function startPeer(kind: PeerKind, setup: PeerSetup): Peer {
  const child = start(kind, setup);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const said = text(child.stderr);
  child.stdin.on("error", () => undefined);
  const write = (value: unknown): void => void child.stdin.write(`${JSON.stringify(value)}\n`);
  write({ ...setup, mode: kind === "php-curl" ? "curl" : "plain" });

  const callAll = async (calls: readonly PeerCall[]): Promise<readonly PeerAnswer[]> => {
    write(calls);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the program ended: ${await said}`);
    return JSON.parse(value) as PeerAnswer[];
  };
  const callOne = async (operation: string, args: Readonly<Record<string, unknown>>): Promise<PeerAnswer> => {
    const [answer] = await callAll([{ operation, args }]);
    if (answer === undefined) throw new Error(`no answer to ${operation}: ${await said}`);
    return answer;
  };
  const isPhp = kind !== "suds";
  return {
    kind,
    callAll,
    async call(operation, args = {}) {
      const answer = await callOne(operation, args);
      if (answer.fault !== undefined)
        throw new Error(`${operation}: ${answer.fault.code} ${answer.fault.text}`);
      return answer.value;
    },
    async fault(operation, args = {}) {
      const answer = await callOne(operation, args);
      if (answer.fault === undefined)
        throw new Error(`${operation} succeeded: ${JSON.stringify(answer.value)}`);
      return answer.fault;
    },
    result: (value) => (isPhp ? (value as { result?: unknown }).result : value),
    items: (list) => itemsOf(list),
    bytes: (value) =>
      isPhp ? phpBytes(value) : Buffer.from(typeof value === "string" ? value : "", "base64"),
    argument: (bytes) => (isPhp ? bytes : Buffer.from(bytes).toString("base64")),
    list: (entries) => (isPhp ? entries : { item: entries }),
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

function start(kind: PeerKind, { ca }: PeerSetup): ChildProcessWithoutNullStreams {
  const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  if (kind === "suds") {
    return spawn(programs.suds ?? "python3", ["-u", script("client.py")], {
      // Python trusts what this says, and nobody else.
      env: { ...process.env, SSL_CERT_FILE: ca },
    });
  }
  return spawn(programs.php ?? "php", [
    "-d",
    "display_errors=stderr",
    "-d",
    "precision=17",
    script("client.php"),
  ]);
}

function itemsOf(list: unknown): readonly Record<string, unknown>[] {
  if (typeof list !== "object" || list === null || !("item" in list)) return [];
  return list.item as Record<string, unknown>[];
}

function phpBytes(value: unknown): Buffer {
  if (typeof value === "string") return Buffer.from(value, "utf8");
  if (typeof value === "object" && value !== null && "$bytes" in value) {
    return Buffer.from(String(value.$bytes), "base64");
  }
  return Buffer.alloc(0);
}
