import { type FutureMethods, type SoapFuture } from "@mailmux/soap-future";
import { changeFilterText } from "../calls/filter-argument.ts";
import { given, optionalNumber, type Pairs, toPairs } from "../calls/values.ts";
import { GatewayApiError } from "../errors.ts";
import { all, type Filter, formatFilter, parseFilter } from "../filter/index.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { type MailAction, scopeOf } from "./action.ts";

interface BulkScope {
  /** Which messages; of these, `retry` takes those that wait, and `release` those that are held. */
  readonly filter: string | Filter;
  /** Allows a filter without conditions, which is every message. */
  readonly everything?: boolean;
}

/** What to do to all messages that match. It is plain data, which can be stored. */
export type BulkRequest = BulkScope &
  (
    | {
        readonly action: Extract<MailAction, "retry" | "release" | "duplicate">;
        /** When to try, Unix seconds. Nodes since 4.8. */
        readonly retryAt?: number;
        /** When to try, seconds from now. Nodes since 4.8. */
        readonly retryDelaySeconds?: number;
      }
    | { readonly action: Extract<MailAction, "delete" | "bounce"> }
    | {
        readonly action: "update";
        /** New values, such as `{ quarantine: "mailquarantine:2" }`. */
        readonly fields: Pairs;
        /** Changes copies and keeps the originals. Default false. Nodes since 4.5. */
        readonly duplicate?: boolean;
      }
  );

/** A request as it is sent. */
export interface BulkPlan {
  /** The filter of the request, and what the action is for. */
  readonly filter: string;
  /** Starts it on a node. */
  readonly start: (call: FutureMethods<GatewayService>) => SoapFuture<{ readonly result?: number | bigint }>;
}

/**
 * Makes of a request what the nodes get, before any of them is asked.
 * @throws FilterError; GatewayApiError `invalid_argument` for all mail without `everything`, and for what cannot be sent
 */
export function planBulk(request: BulkRequest): BulkPlan {
  const { action, everything = false } = request;
  const own = parseFilter(changeFilterText(request.filter, { everything }));
  const filter = formatFilter(all(scopeOf(action), own));
  switch (action) {
    case "delete":
      return { filter, start: (call) => call.mailQueueDeleteBulk({ filter }) };
    case "bounce":
      return { filter, start: (call) => call.mailQueueBounceBulk({ filter }) };
    case "update": {
      const fields = toPairs(request.fields);
      if (fields.item.length === 0) throw new GatewayApiError("invalid_argument", "no field is given");
      const input = { filter, fields, ...given({ duplicate: request.duplicate }) };
      return { filter, start: (call) => call.mailQueueUpdateBulk(input) };
    }
    case "retry":
    case "release":
    case "duplicate": {
      const input = {
        filter,
        duplicate: action === "duplicate",
        ...given({
          retryts: optionalNumber(request.retryAt, "the time of the next attempt"),
          retrydelay: optionalNumber(request.retryDelaySeconds, "the delay of the next attempt"),
        }),
      };
      return { filter, start: (call) => call.mailQueueRetryBulk(input) };
    }
    default:
      // Requests are stored and come back: the type does not hold there.
      throw new GatewayApiError("invalid_argument", "there is no such action");
  }
}
