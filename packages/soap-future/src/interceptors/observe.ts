import { SoapError, type SoapErrorCode } from "../errors.ts";
import { toSoapError } from "../to-soap-error.ts";
import { type SoapCall, type SoapNext, type SoapReply } from "./interceptor.ts";

export type CallOutcome = "ok" | "failed" | "timed_out" | "cancelled";

/** How a call ended. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  /** Absent for `ok`. */
  readonly error?: SoapError;
  /** Items that a stream gave. */
  readonly items?: number;
}

/**
 * Tells `ended` once when the call is over: a stream when its last item has been read, and whatever hangs when its
 * signal aborts. What `ended` throws is ignored: a call does not fail because somebody looks at it.
 */
export async function observe(
  next: SoapNext,
  call: SoapCall,
  ended: (end: CallEnd) => void,
): Promise<SoapReply> {
  let items: number | undefined;
  let over = false;
  const end = (error?: unknown): void => {
    if (over) return;
    over = true;
    call.signal.removeEventListener("abort", stop);
    try {
      ended({ ...endOf(error), ...(items === undefined ? {} : { items }) });
    } catch {
      // See above.
    }
  };
  const stop = (): void => end(call.signal.reason);
  call.signal.addEventListener("abort", stop, { once: true });
  async function* counted(given: AsyncIterable<unknown>): AsyncGenerator<unknown, void> {
    try {
      for await (const item of given) {
        items = (items ?? 0) + 1;
        yield item;
      }
      end();
    } catch (error) {
      end(error);
      throw error;
    }
  }
  try {
    const reply = await next(call);
    if (reply.kind === "items") {
      items = 0;
      return { ...reply, items: counted(reply.items) };
    }
    end();
    return reply;
  } catch (error) {
    end(error);
    throw error;
  }
}

function endOf(error: unknown): CallEnd {
  if (error === undefined) return { outcome: "ok" };
  const known = error instanceof SoapError ? error : toSoapError(error, "invalid_argument", {});
  return { outcome: outcomes[known.code] ?? "failed", error: known };
}

const outcomes: Partial<Record<SoapErrorCode, CallOutcome>> = {
  timeout: "timed_out",
  cancelled: "cancelled",
};
