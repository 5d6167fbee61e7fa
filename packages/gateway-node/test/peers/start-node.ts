import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { createGatewayNode, type GatewayNode, type GatewayNodeOptions } from "../../src/index.ts";
import { startPeer, type Peer, type PeerKind } from "./peer.ts";

/** A node, and another program that calls it and verifies its certificate. */
export interface NodeAndPeer extends AsyncDisposable {
  readonly node: GatewayNode;
  readonly peer: Peer;
}

/** Starts both. */
export async function startNodeAndPeer(
  kind: PeerKind,
  options: GatewayNodeOptions = {},
  login: { readonly user?: string; readonly password?: string } = {},
): Promise<NodeAndPeer> {
  const folder = mkdtempSync(join(tmpdir(), "mailmux-peers-"));
  const node = await createGatewayNode({ name: "mx1", messages: 60, seed: 3, traffic: false, ...options });
  const ca = join(folder, "node.pem");
  writeFileSync(ca, await certificateOf(node.port));
  // The old panel's configured addresses end in a slash, so that its paths begin with two.
  const location = `https://localhost:${node.port}//remote/`;
  const { user = node.user, password = node.password } = login;
  const peer = startPeer(kind, { wsdl: `${location}?wsdl`, location, user, password, ca });
  return {
    node,
    peer,
    async [Symbol.asyncDispose]() {
      await peer[Symbol.asyncDispose]();
      await node.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The certificate of a node, as PEM. */
async function certificateOf(port: number): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await once(socket, "secureConnect");
  const { raw } = socket.getPeerCertificate();
  socket.destroy();
  const lines = raw.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
