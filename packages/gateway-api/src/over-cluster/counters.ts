import { type Gateway } from "../gateway/gateway.ts";
import { type Counter } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { type CounterQuery } from "../report/index.ts";
import { callsOf } from "./call.ts";

/** Gateways give that many rows at once. */
const rowsAtOnce = 10_000;

/** The most counters that are read of one node. */
const maxCounters = 200_000;

/**
 * All counters of a node that match: operation `statList`, page by page.
 * @throws GatewayApiError `too_many_rows` when a node has more than 200,000 of them, or repeats itself without end
 */
export async function allCounters(
  gateway: Gateway,
  query: CounterQuery,
  signal?: AbortSignal,
): Promise<readonly Counter[]> {
  const call = callsOf(gateway, signal);
  const counters: Counter[] = [];
  for (;;) {
    const { result } = await call
      .statList({
        ...query,
        limit: rowsAtOnce,
        ...(counters.length === 0 ? {} : { offset: counters.length }),
      })
      .get();
    // Not spread into push: a hostile node may give more than a call has room for.
    for (const counter of result.item) counters.push(counter);
    if (result.item.length < rowsAtOnce) return counters;
    if (counters.length >= maxCounters) {
      throw new GatewayApiError(
        "too_many_rows",
        `the node has more than ${maxCounters} counters; ask for fewer`,
      );
    }
  }
}
