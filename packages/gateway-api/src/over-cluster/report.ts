import { type Cluster } from "@mailmux/cluster";
import { SoapError } from "@mailmux/soap-future";
import { GatewayApiError } from "../errors.ts";
import { resolveTimes, utc, type FilterTimeZone } from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import {
  evaluateReport,
  parseReport,
  type Report,
  type ReportOptions,
  type ReportResult,
  type ReportSources,
} from "../report/index.ts";
import { callsOf } from "./call.ts";
import { allCounters } from "./counters.ts";
import { allRates } from "./rates.ts";

/** The longest time that a timer can take. */
const longestMs = 0x7fffffff;

/** Options of {@link clusterReport}. */
export interface ClusterReportOptions extends ReportOptions {
  /** Time limit of one question to one node, in milliseconds, 1 to 2,147,483,647. Default 10,000. */
  readonly operationTimeoutMs?: number;
  /** What times in braces, as in `q("time>{2026-11-01 00:00:00}")`, are reckoned in. Default UTC. */
  readonly timeZone?: FilterTimeZone;
}

/**
 * Evaluates a report over a cluster: counters, rates and searches are asked of every node, and what a node does not
 * tell is missing from the slices that need it and nowhere else.
 * @throws ReportError for a text that is no report, and what {@link evaluateReport} throws; GatewayApiError
 *   `invalid_argument` for a time limit that is none
 */
export async function clusterReport(
  cluster: Cluster<GatewayService, Gateway>,
  report: Report | string,
  { operationTimeoutMs = 10_000, timeZone = utc, ...options }: ClusterReportOptions = {},
): Promise<ReportResult> {
  if (!Number.isInteger(operationTimeoutMs) || operationTimeoutMs < 1 || operationTimeoutMs > longestMs) {
    throw new GatewayApiError("invalid_argument", `operationTimeoutMs must be from 1 to ${longestMs}`);
  }
  const parsed = typeof report === "string" ? parseReport(resolveTimes(report, timeZone)) : report;
  return evaluateReport(parsed, reportSources(cluster, operationTimeoutMs), options);
}

/** Where a report gets its numbers from in a cluster. */
export function reportSources(
  { nodes }: Pick<Cluster<GatewayService, Gateway>, "nodes">,
  operationTimeoutMs: number,
): ReportSources {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const gatewayOf = (name: string): Gateway => {
    const gateway = byName.get(name);
    if (gateway === undefined) throw new GatewayApiError("invalid_argument", `there is no node ${name}`);
    return gateway;
  };
  const limited: Limited = (signal, ask) => withinLimit(operationTimeoutMs, signal, ask);
  return {
    nodes: nodes.map(({ name }) => name),
    statistics: (node, query, signal) =>
      limited(signal, (limit) => allCounters(gatewayOf(node), query, limit)),
    rates: (node, { namespace, entry }, signal) =>
      limited(signal, (limit) =>
        allRates(
          gatewayOf(node),
          { namespace, exactNamespace: true, ...(entry === undefined ? {} : { entry }) },
          limit,
        ),
      ),
    count: (node, filter, signal) =>
      limited(signal, async (limit) => {
        const call = callsOf(gatewayOf(node), limit);
        const { totalhits } = await call.mailQueue({ filter, limit: 1, options: { totalhits: true } }).get();
        if (totalhits === undefined) {
          throw new GatewayApiError("bad_answer", "the node did not say how many messages match", {
            context: { node },
          });
        }
        return totalhits;
      }),
  };
}

type Limited = <T>(signal: AbortSignal | undefined, ask: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Ends a question after a time, which is a failure of that node and not a wish of the caller. */
async function withinLimit<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await ask(signal === undefined ? limit : AbortSignal.any([signal, limit]));
  } catch (error) {
    if (!limit.aborted || signal?.aborted === true) throw error;
    throw new SoapError("timeout", `no answer within ${limitMs} ms`);
  }
}
