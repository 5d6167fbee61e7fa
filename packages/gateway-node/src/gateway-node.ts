import { everything } from "@mailmux/gateway-api";
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { join } from "node:path";
import { loadOrCreateCertificate } from "./certificate.ts";
import { GatewayNodeError, reasonText } from "./errors.ts";
import { createMailEvents } from "./events/mail-events.ts";
import { createFault } from "./faults.ts";
import { createNodeFiles } from "./files/node-files.ts";
import { createFileOperations } from "./files/operations.ts";
import { nodeIdentity } from "./identity.ts";
import { MailSystem } from "./mail/mail-system.ts";
import { createMailOperations } from "./mail/operations.ts";
import { MessageCache } from "./messages/message-cache.ts";
import {
  resolveGatewayNodeOptions,
  type GatewayNodeOptions,
  type ResolvedGatewayNodeOptions,
} from "./options.ts";
import { seedMail } from "./seed/seed-mail.ts";
import type { Handlers } from "./service/handlers.ts";
import { createListener } from "./service/listener.ts";
import { notOffered } from "./service/not-offered.ts";
import { createService } from "./service/service.ts";
import type { MailStore } from "./store/mail-store.ts";
import { createSqliteStore } from "./store/sqlite-store.ts";
import { createSystemOperations } from "./system/operations.ts";
import { startTraffic, type Traffic } from "./traffic.ts";

/** A running node. */
export interface GatewayNode extends AsyncDisposable {
  /** `https://host:port/remote/` */
  readonly url: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** `sha256:` and the lower-case hexadecimal fingerprint of the certificate: what clients pin. */
  readonly fingerprint: string;
  readonly store: MailStore;
  /** Ends traffic, cuts connections and releases files. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts a node; it answers when the promise resolves.
 * @throws GatewayNodeError with any of its codes but `store_closed`
 */
export async function createGatewayNode(input: GatewayNodeOptions = {}): Promise<GatewayNode> {
  const options = resolveGatewayNodeOptions(input);
  const certificate = await loadOrCreateCertificate(options.folder, {
    name: options.name,
    hosts: [
      options.name,
      "localhost",
      "127.0.0.1",
      "::1",
      ...(isWildcard(options.host) ? [] : [options.host]),
    ],
  });
  const store = openStore(options);
  const startedAt = options.clock.now();
  const identity = nodeIdentity(options.name, options.seed);
  const { clock, productVersion } = options;
  const events = createMailEvents(options.onError);
  const system = new MailSystem(store, events);
  const messages = new MessageCache(options.name);
  const handlers: Handlers = {
    ...notOffered(),
    ...createSystemOperations({ clock, productVersion, identity, startedAt }),
    ...createMailOperations({ system, messages, clock, localOffsetSeconds: 0 }),
    ...createFileOperations(createNodeFiles(store, messages, [])),
  };
  const listener = createListener({
    service: createService({ handlers, credentials: options, onError: options.onError }),
    delayMs: options.delayMs,
    fault: options.fault === undefined ? undefined : createFault(options.fault),
    clock: options.clock,
  });
  const server = createServer(
    { key: certificate.key, cert: certificate.cert, minVersion: "TLSv1.2" },
    listener,
  );
  const sockets = trackSockets(server);
  const port = await listen(server, options).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const traffic = options.traffic ? startNodeTraffic(system, options) : undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    traffic?.stop();
    await closeServer(server, sockets);
    store.close();
  };
  return {
    url: `https://${urlHost(options.host)}:${port}/remote/`,
    port,
    name: options.name,
    user: options.user,
    password: options.password,
    fingerprint: certificate.fingerprint256,
    store,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
}

/** The store of a node, with mail in it unless it has some already. */
function openStore(options: ResolvedGatewayNodeOptions): MailStore {
  if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const store = createSqliteStore(
    options.folder === undefined ? {} : { path: join(options.folder, "mail.db") },
  );
  const isEmpty = store.count("queue", everything) === 0 && store.count("history", everything) === 0;
  if (isEmpty) {
    seedMail(store, {
      seed: options.seed,
      messages: options.messages,
      now: Math.floor(options.clock.now() / 1_000),
      nodeName: options.name,
    });
  }
  return store;
}

function startNodeTraffic(system: MailSystem, options: ResolvedGatewayNodeOptions): Traffic {
  return startTraffic(system, {
    seed: options.seed,
    nodeName: options.name,
    clock: options.clock,
    onError: options.onError,
  });
}

/** The raw connections of a server; one that is still in its TLS handshake is known here only. */
function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return sockets;
}

async function listen(server: Server, { host, port }: ResolvedGatewayNodeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const message = `Cannot listen on ${host}:${port}: ${reasonText(error)}`;
      reject(new GatewayNodeError("listen", message, { cause: error }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function closeServer(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

function isWildcard(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

/** The host under which this machine reaches the node. */
function urlHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
