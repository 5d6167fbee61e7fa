import { any, condition, FilterError, parseFilter, type Filter } from "@mailmux/gateway-api";
import { GatewayNodeError } from "../errors.ts";
import { fault } from "../service/fault.ts";

/** The most ids of one call. */
const maxIds = 10_000;

/** A filter that cannot be read is the caller's to mend, so its message goes back as a fault. */
export function readFilter(text: string): Filter {
  try {
    return parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw fault(`Invalid filter: ${error.summary}`);
  }
}

/** The messages with these queue ids: one, or several joined by commas. */
export function queueIds(text: string): Filter {
  const ids = text.split(",", maxIds + 1).map((id) => id.trim());
  if (ids.length > maxIds) throw fault(`more than ${maxIds} ids`);
  // Nobody has such an id, and one that is none is as unknown as one that is gone.
  const known = ids.filter((id) => /^\d{1,18}$/.test(id));
  if (known.length === 0) throw fault("queueid not found");
  return any(...known.map((id) => condition("queueid", "=", id)));
}

/** Runs what reads or changes by a filter; a filter that would take too long is the caller's to mend, too. */
export function withinLimits<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof GatewayNodeError) || error.code !== "filter_too_complex") throw error;
    throw fault(error.message.replace(/^\[\w+\] /, ""));
  }
}
