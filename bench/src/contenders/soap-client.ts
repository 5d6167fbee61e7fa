import { Agent } from "node:https";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gatewayWsdl } from "@mailmux/gateway-api";
import soap from "soap";
import { type BenchNode } from "../nodes.ts";

export interface PeerClient {
  getVersionAsync(args: object): Promise<unknown>;
  mailQueueAsync(args: object): Promise<unknown>;
  /** What it has read of the WSDL, and reads answers with. */
  readonly wsdl: { xmlToObject(xml: string): unknown };
}

/**
 * A client of npm `soap` as its users would set it up here: kept connections, Basic authentication, and no
 * verification of the certificate, as it cannot pin one. What it leaves out, it does not pay for.
 */
export async function createPeerClient({
  url,
  user,
  password,
}: BenchNode): Promise<{ client: PeerClient; close(): void }> {
  const folder = mkdtempSync(join(tmpdir(), "mailmux-bench-wsdl-"));
  const file = join(folder, "gateway.wsdl");
  writeFileSync(file, gatewayWsdl);
  const client = await soap.createClientAsync(file, { endpoint: url });
  rmSync(folder, { recursive: true });
  const agent = new Agent({ keepAlive: true, maxSockets: 20, rejectUnauthorized: false });
  client.setSecurity(
    new soap.BasicAuthSecurity(user, password, { agent, httpsAgent: agent, rejectUnauthorized: false }),
  );
  return { client: client as unknown as PeerClient, close: () => agent.destroy() };
}
