import { type SoapClient } from "@mailmux/soap-future";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";

/** The run's own limits decide when a call ends; the longest time that a timer can take is never reached. */
const noTimeoutMs = 0x7fffffff;

/** The operations of one node within a run, which ends them by its signal. */
export function callsOf(
  { client }: Gateway,
  signal: AbortSignal | undefined,
): ReturnType<SoapClient<GatewayService>["future"]> {
  return client.future({ timeoutMs: noTimeoutMs, ...(signal === undefined ? {} : { signal }) });
}
