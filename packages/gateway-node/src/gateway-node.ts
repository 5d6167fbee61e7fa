import { everything } from "@mailmux/gateway-api";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createAuthenticator } from "./auth/authenticator.ts";
import { hashUsers } from "./auth/user-directory.ts";
import { loadOrCreateCertificate } from "./certificate.ts";
import { createCommands } from "./commands/operations.ts";
import { createPrograms } from "./commands/programs.ts";
import { Configuration } from "./configuration/configuration.ts";
import { defaultConfiguration } from "./configuration/defaults.ts";
import { createConfigurationOperations } from "./configuration/operations.ts";
import { domainsOf } from "./configuration/domains.ts";
import { checkUsers, createConfigurationUsers } from "./configuration/users.ts";
import { createMailEvents } from "./events/mail-events.ts";
import type { FaultRule } from "./faults/rules.ts";
import { nodeIdentity } from "./identity.ts";
import { createNodeFiles } from "./files/node-files.ts";
import { createFileOperations } from "./files/operations.ts";
import { createMailLog } from "./log/mail-log.ts";
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
import { isWildcard, serviceUrl } from "./service/addresses.ts";
import { createNetwork } from "./service/network.ts";
import type { MailStore } from "./store/mail-store.ts";
import { createSqliteStore } from "./store/sqlite-store.ts";
import { Machine } from "./system/machine.ts";
import { createSystemOperations } from "./system/operations.ts";
import { Updates } from "./system/updates.ts";
import { Statistics } from "./statistics/statistics.ts";
import { createStatisticsOperations } from "./statistics/operations.ts";
import { startTraffic, type Traffic } from "./traffic/traffic.ts";

/** A running node. */
export interface GatewayNode extends AsyncDisposable {
  /** `https://host:port/remote/` */
  readonly url: string;
  readonly port: number;
  /** `http://host:port/remote/` where the node listens without TLS too. */
  readonly httpUrl: string | undefined;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** `sha256:` and the lower-case hexadecimal fingerprint of the certificate: what clients pin. */
  readonly fingerprint: string;
  readonly store: MailStore;
  /**
   * Misbehaves in these ways from the next call on, and in no other; none: behaves again.
   * @throws GatewayNodeError `invalid_option`
   */
  setFaults(rules: readonly FaultRule[]): void;
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
  const { clock, productVersion, localOffsetSeconds } = options;
  const identity = nodeIdentity(options.name, options.seed);
  const machine = new Machine({ clock, identity, productVersion });
  const updates = new Updates({
    clock,
    timing: options.updateTiming,
    shutDown() {
      network.suspend();
      commands.stop();
    },
    boot() {
      machine.boot();
      network.resume();
    },
  });
  const events = createMailEvents(options.onError);
  const system = new MailSystem(store, events);
  const messages = new MessageCache(options.name);
  const given = [{ name: options.user, password: options.password }, ...options.users];
  const users = await hashUsers(given);
  const configuration = new Configuration(
    defaultConfiguration({ nodeName: options.name, users }),
    { at: Math.floor(clock.now() / 1_000), user: "system", message: "Default configuration" },
    checkUsers,
  );
  const statistics = new Statistics({
    store,
    events,
    clock,
    seed: options.seed,
    nodeName: options.name,
    domains: domainsOf(configuration.keys),
    onError: options.onError,
  });
  configuration.onChange((keys) => statistics.setDomains(domainsOf(keys)));
  const log = createMailLog(store, options.name);
  const logFile = {
    path: "/storage/log/mail.log",
    read: () => log.tail(),
    modified: () => Math.floor(clock.now() / 1_000),
  };
  const files = createNodeFiles(store, messages, [logFile]);
  const commands = createCommands(createPrograms({ files, log, live: statistics.live }), clock);
  const handlers: Handlers = {
    ...createSystemOperations({ clock, machine, updates, localOffsetSeconds }),
    ...createMailOperations({ system, messages, clock, localOffsetSeconds }),
    ...createFileOperations(files),
    ...commands.operations,
    ...createStatisticsOperations(statistics),
    ...createConfigurationOperations(configuration, clock),
  };
  const network = createNetwork({
    ...options,
    handlers,
    authenticator: createAuthenticator({
      ...options,
      authenticateCall: options.authenticateCall,
      users: createConfigurationUsers(configuration),
      trusted: users.map((user, index) => ({ user, password: given[index]?.password ?? "" })),
    }),
    https: { host: options.host, port: options.port },
    tls: certificate,
  });
  await network.open().catch((error: unknown) => {
    statistics.stop();
    store.close();
    throw error;
  });
  const traffic = options.traffic ? startNodeTraffic(system, options) : undefined;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    traffic?.stop();
    statistics.stop();
    commands.stop();
    updates.stop();
    await network.close();
    store.close();
  };
  return {
    url: serviceUrl("https", options.host, network.httpsPort),
    port: network.httpsPort,
    httpUrl: options.http && serviceUrl("http", options.http.host, network.httpPort ?? 0),
    name: options.name,
    user: options.user,
    password: options.password,
    fingerprint: certificate.fingerprint256,
    store,
    setFaults: (rules) => network.setFaults(rules),
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

/** Who may call: the users of the options. */
