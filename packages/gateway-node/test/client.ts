import { gatewayDescriptor, type GatewayService } from "@mailmux/gateway-api";
import { createSoapClient, SoapFault, type SoapClient } from "@mailmux/soap-future";
import type { GatewayNode } from "../src/gateway-node.ts";

/** A client that verifies the certificate of its node. */
export function clientOf(
  node: Pick<GatewayNode, "url" | "fingerprint" | "user" | "password">,
  { username = node.user, password = node.password, timeoutMs = 10_000 } = {},
): SoapClient<GatewayService> {
  return createSoapClient<GatewayService>({
    descriptor: gatewayDescriptor,
    endpoint: node.url,
    tls: { fingerprints: [node.fingerprint] },
    auth: { username, password },
    timeoutMs,
  });
}

/** The fault that a call ends with. */
export async function faultOf(call: Promise<unknown>): Promise<SoapFault> {
  const error: unknown = await call.then(
    () => new Error("no fault"),
    (reason: unknown) => reason,
  );
  if (error instanceof SoapFault) return error;
  throw error;
}
