import { readFileSync } from "node:fs";
import { type Contender, type Measurement } from "../benchmark.ts";
import { type SoapTarget } from "../servers/soap-server.ts";
import {
  messageCount,
  operationCount,
  type SoapCase,
  soapCases,
  soapCallsPerRound as calls,
  streamRepeats,
} from "../soap-cases.ts";
import { atOnceOf } from "./calls.ts";

/** What a library can do; a case without its function is none of its cases. */
export interface SoapPeer {
  /** One call with the large answer: resolves with its messages. */
  readonly mailQueue?: () => Promise<unknown>;
  /** One small call: resolves with the version. */
  readonly getVersion?: () => Promise<unknown>;
  /** Makes the messages out of an envelope. */
  readonly decode?: (envelope: Buffer) => unknown;
  readonly close?: () => Promise<void> | void;
}

export interface SoapContender {
  readonly name: string;
  readonly cases: readonly SoapCase[];
  open(target: SoapTarget): SoapPeer | Promise<SoapPeer>;
  /** Makes a client, or what it needs, of the large WSDL; resolves with the number of operations in it. */
  loadWsdl?(file: string): number | Promise<number>;
  /** Reads a million messages in a process that does nothing else. */
  streamAlone?(target: SoapTarget): Promise<StreamFigures>;
  /** What is wrong with a message, if it is not as its type says. Default: numbers must be numbers. */
  readonly wrongTypes?: (message: Record<string, unknown>) => string | undefined;
}

/** What a process that streams has to say. */
export interface StreamFigures {
  readonly messages: number;
  /** The most memory it had. */
  readonly peakMiB: number;
}

/** Runs the cases of the `soap-future` benchmark on one library, and looks at all that it gives back. */
export function soapContender(contender: SoapContender): Contender {
  let peer: SoapPeer | undefined;
  const checkMessages = (messages: unknown): void => {
    const wrong = whatIsWrong(messages, contender.wrongTypes ?? numbersMissing);
    if (wrong !== undefined) throw new Error(`${contender.name}: ${wrong}`);
  };
  const checkVersion = (version: unknown): void => {
    if (version !== "6.4.1-p2") throw new Error(`${contender.name}: the version is ${String(version)}`);
  };
  return {
    name: contender.name,
    cases: contender.cases.map((key) => soapCases[key].name),
    async measure(caseName, surroundings) {
      const target = surroundings["target"] as SoapTarget;
      if (caseName === soapCases.wsdl.name) return loading(contender, target.largeWsdl);
      if (caseName === soapCases.peak.name) return peakOf(contender, target);
      peer ??= await contender.open(target);
      const { mailQueue, getVersion, decode } = peer;
      switch (caseName) {
        case soapCases.queue.name: {
          if (!mailQueue) break;
          const { elapsedMs, cpu } = await timed(calls.queue, 1, async () =>
            checkMessages(await mailQueue()),
          );
          return { value: elapsedMs / calls.queue, cpu };
        }
        case soapCases.oneByOne.name:
        case soapCases.atOnce.name: {
          if (!getVersion) break;
          const atOnce = atOnceOf(caseName);
          // Connections that idled while others took their turn are made anew before anything is counted.
          await timed(atOnce, atOnce, getVersion);
          const { elapsedMs, cpu } = await timed(calls.small, atOnce, async () =>
            checkVersion(await getVersion()),
          );
          return { value: (calls.small / elapsedMs) * 1000, cpu };
        }
        case soapCases.decode.name: {
          if (!decode) break;
          const envelope = readFileSync(target.answer);
          const { elapsedMs } = await timed(calls.decode, 1, async () =>
            checkMessages(await decode(envelope)),
          );
          return ((calls.decode * envelope.length) / 2 ** 20 / elapsedMs) * 1000;
        }
      }
      throw new Error(`${contender.name} cannot do the case ${caseName}`);
    },
    close: async () => peer?.close?.(),
  };
}

async function loading({ name, loadWsdl }: SoapContender, file: string): Promise<number> {
  const started = performance.now();
  const operations = await loadWsdl?.(file);
  const elapsedMs = performance.now() - started;
  if (operations !== operationCount) throw new Error(`${name}: ${operations} operations`);
  return elapsedMs;
}

async function peakOf({ name, streamAlone }: SoapContender, target: SoapTarget): Promise<number> {
  const figures = await streamAlone?.(target);
  if (figures?.messages !== messageCount * streamRepeats)
    throw new Error(`${name}: ${figures?.messages ?? "no"} messages`);
  return figures.peakMiB;
}

/** Does something so many times, so many at once. */
async function timed(
  times: number,
  atOnce: number,
  work: () => Promise<unknown>,
): Promise<{ elapsedMs: number; cpu: number }> {
  let left = times;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await work();
  };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: atOnce }, lane));
  const elapsedMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { elapsedMs, cpu: (user + system) / times } satisfies { elapsedMs: number } & Pick<
    Measurement,
    "cpu"
  >;
}

function whatIsWrong(
  messages: unknown,
  wrongTypes: (message: Record<string, unknown>) => string | undefined,
): string | undefined {
  if (!Array.isArray(messages)) return "no array of messages";
  if (messages.length !== messageCount) return `${messages.length} messages`;
  const last = messages.at(-1) as Record<string, unknown>;
  // The id is past 32 bits; the sender is empty in the first message.
  if (String(last["id"]) !== String(4_294_967_296 + messageCount - 1)) return `the id ${String(last["id"])}`;
  if (last["msgto"] !== "first.last499@mail.example.org") return `the recipient ${String(last["msgto"])}`;
  return wrongTypes(last);
}

function numbersMissing({ id, msgsize, msgactionid }: Record<string, unknown>): string | undefined {
  const types = [id, msgsize, msgactionid].map((value) => typeof value);
  return types.every((type) => type === "number") ? undefined : `values of the types ${types.join(", ")}`;
}
