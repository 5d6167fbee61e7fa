import {
  createGatewayNode,
  type Arrival,
  type GatewayNode,
  type GatewayNodeOptions,
} from "@mailmux/gateway-node";
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import type { PanelNode } from "../../server/index.ts";

/** The one user of every test node. */
export const user = { username: "admin", password: "correct horse" } as const;

/** A node with mail that stands still. */
export function startNode(options: GatewayNodeOptions = {}): Promise<GatewayNode> {
  return createGatewayNode({
    user: user.username,
    password: user.password,
    messages: 0,
    traffic: false,
    ...options,
  });
}

/** How the panel's configuration describes a node. */
export function panelNode(node: Pick<GatewayNode, "name" | "url" | "fingerprint">): PanelNode {
  return {
    name: node.name,
    endpoint: node.url,
    address: new URL(node.url).host,
    tls: { fingerprints: [node.fingerprint] },
    allowPlaintextAuth: false,
  };
}

/** A node at an address where nothing listens any more. */
export async function deadNode(name: string): Promise<PanelNode> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return panelNode({
    name,
    url: `https://127.0.0.1:${port}/remote/`,
    fingerprint: `sha256:${"00".repeat(32)}`,
  });
}

/** A message that has just arrived, with whatever a test cares about. */
export function arrival(fields: Partial<Arrival> = {}): Arrival {
  return {
    messageId: randomUUID(),
    actionId: 1,
    receivedAt: 1_700_000_000,
    from: "anna@example.com",
    to: "ben@example.org",
    subject: "Hello",
    clientIp: "192.0.2.1",
    helo: "mail.example.com",
    sasl: "",
    size: 1_000,
    listener: "mailserver:1",
    transport: "mailtransport:1",
    scores: [],
    metadata: [],
    ...fields,
  };
}
