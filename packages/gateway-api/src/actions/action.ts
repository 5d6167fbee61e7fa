import { type FutureMethods, type SoapFuture } from "@mailmux/soap-future";
import { condition, everything, type Filter } from "../filter/index.ts";
import { type GatewayService } from "../generated/service.gen.ts";

/** What can be done to messages that wait or are held. */
export const mailActions = ["retry", "release", "duplicate", "delete", "bounce"] as const;

/**
 * One of {@link mailActions}: `retry` tries a waiting message now, `release` lets a held one out, `duplicate` delivers a copy
 * and keeps the original (for archives), `delete` takes it away, `bounce` sends it back to its sender.
 */
export type MailAction = (typeof mailActions)[number];

/** Which messages an action is for: the one operation behind `retry` and `release` takes either. */
export function scopeOf(action: MailAction | "update"): Filter {
  if (action === "retry") return condition("action", "=", "DELIVER");
  if (action === "release") return condition("action", "=", "QUARANTINE");
  return everything;
}

/** Starts an action on messages by their ids, joined by commas. */
export function startAction(
  call: FutureMethods<GatewayService>,
  action: MailAction,
  id: string,
): SoapFuture<unknown> {
  switch (action) {
    case "retry":
    case "release":
      return call.mailQueueRetry({ id });
    case "duplicate":
      return call.mailQueueRetry({ id, duplicate: true });
    case "delete":
      return call.mailQueueDelete({ id });
    case "bounce":
      return call.mailQueueBounce({ id });
  }
}
