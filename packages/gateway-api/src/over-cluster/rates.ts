import { type Gateway } from "../gateway/gateway.ts";
import { type Rate } from "../generated/service.gen.ts";
import { GatewayApiError } from "../errors.ts";
import { callsOf } from "./call.ts";

const rowsAtOnce = 10_000;
const maxRates = 200_000;

/** Which rates to read. */
export interface RatesQuery {
  /** Namespace; left out for all. */
  readonly namespace?: string;
  /** The namespace must be equal, and is not a part or a pattern. Default false. */
  readonly exactNamespace?: boolean;
  /** Part of an entry, or a pattern with `%`; left out for all. */
  readonly entry?: string;
  /** Only rates with more hits than this. Default 0. */
  readonly above?: number;
}

/**
 * All rates of a node that match: operation `hslRate`, each page from the last row of the one before. The nodes of a
 * cluster share their rates, so one node is asked and sums over nodes count twice.
 * @throws GatewayApiError `too_many_rows` beyond 200,000, or when a node does not go on from where it was told to
 */
export async function allRates(
  gateway: Gateway,
  query: RatesQuery,
  signal?: AbortSignal,
): Promise<readonly Rate[]> {
  const call = callsOf(gateway, signal);
  const rates: Rate[] = [];
  for (;;) {
    const last = rates.at(-1);
    const { result } = await call
      .hslRate({
        ...(query.namespace === undefined ? {} : { ns: query.namespace }),
        ...(query.entry === undefined ? {} : { entry: query.entry }),
        matchexact: { ns: query.exactNamespace ?? false, entry: false },
        count: query.above ?? 0,
        paging: { limit: rowsAtOnce, ...(last === undefined ? {} : { ns: last.ns, entry: last.entry }) },
      })
      .get();
    const [first] = result.item;
    if (last !== undefined && first?.ns === last.ns && first.entry === last.entry) {
      throw new GatewayApiError("too_many_rows", "the node gives the same page of rates again and again");
    }
    for (const rate of result.item) rates.push(rate);
    if (result.item.length < rowsAtOnce) return rates;
    if (rates.length >= maxRates) {
      throw new GatewayApiError("too_many_rows", `the node has more than ${maxRates} rates; ask for fewer`);
    }
  }
}
