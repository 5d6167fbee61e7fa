import type { OperationName } from "@mailmux/gateway-api";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticator } from "../auth/authenticator.ts";
import type { Clock } from "../clock.ts";
import { pause } from "../faults/actions.ts";
import { FaultPlan } from "../faults/fault-plan.ts";
import type { FaultRule } from "../faults/rules.ts";
import { Connections } from "./connections.ts";
import { Endpoint } from "./endpoint.ts";
import type { Handlers } from "./handlers.ts";
import type { NodeLimits } from "./limits.ts";
import { createListener } from "./listener.ts";
import { createServer, type RequestListeners } from "./server.ts";
import { createService, type Exchange } from "./service.ts";
import { watchSender } from "./slow-sender.ts";

/** An address and port to listen on. */
export interface ListenAddress {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** What a node is on the network. */
export interface NetworkOptions {
  readonly handlers: Handlers;
  readonly authenticator: Authenticator;
  readonly https: ListenAddress;
  /** Certificate and key, as PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  /** A listener without TLS besides. */
  readonly http: ListenAddress | undefined;
  readonly limits: NodeLimits;
  readonly compress: boolean;
  /** Milliseconds before each call is answered. */
  readonly delayMs: number;
  readonly faults: readonly FaultRule[];
  /** Milliseconds that the fault `slow` waits. */
  readonly slowMs: number;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** The listeners of a node, which come and go together. */
export interface Network {
  readonly httpsPort: number;
  readonly httpPort: number | undefined;
  /** @throws GatewayNodeError `listen`, with nothing left behind */
  open(): Promise<void>;
  /** Cuts all connections, and refuses new ones. */
  suspend(): void;
  /** Listens again where it did. */
  resume(): void;
  setFaults(rules: readonly FaultRule[]): void;
  close(): Promise<void>;
}

/** Makes them; nothing listens before they are opened. */
export function createNetwork(options: NetworkOptions): Network {
  const { https, http, tls, limits, delayMs, clock, onError } = options;
  const connections = new Connections(limits);
  const faults = new FaultPlan({
    rules: options.faults,
    slowMs: options.slowMs,
    clock,
    reset: (socket) => connections.reset(socket),
  });
  const listeners = createListeners(options, faults);
  const endpointOf = (address: ListenAddress, withTls: boolean): Endpoint =>
    new Endpoint(createServer(listeners, { tls: withTls ? tls : undefined, limits, delayMs }), {
      ...address,
      connections,
      clock,
      onError,
    });
  const secure = endpointOf(https, true);
  const plain = http === undefined ? undefined : endpointOf(http, false);
  const endpoints = plain === undefined ? [secure] : [secure, plain];
  const close = async (): Promise<void> => {
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
  };
  return {
    get httpsPort() {
      return secure.port;
    },
    get httpPort() {
      return plain?.port;
    },
    async open() {
      try {
        for (const endpoint of endpoints) await endpoint.open();
      } catch (error) {
        await close();
        throw error;
      }
    },
    suspend: () => endpoints.forEach((endpoint) => endpoint.suspend()),
    resume: () => endpoints.forEach((endpoint) => void endpoint.resume()),
    setFaults: (rules) => faults.set(rules),
    close,
  };
}

function createListeners(options: NetworkOptions, faults: FaultPlan): RequestListeners {
  const { limits, delayMs, clock, onError } = options;
  const { minBytesPerInterval } = limits;
  const service = createService({
    ...options,
    maxBodyBytes: limits.maxBodyBytes,
    bodyTimeoutMs: limits.requestTimeoutMs,
    before: (operation: OperationName, exchange: Exchange) => faults.spoilRead(operation, exchange),
  });
  const before =
    (asksToContinue: boolean) =>
    async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
      if (delayMs > 0 && request.method === "POST") await pause(response, clock, delayMs);
      if (await faults.spoilUnread(request, response, asksToContinue)) return true;
      if (request.method === "POST" && !response.destroyed) {
        watchSender(request, response, { clock, minBytesPerInterval });
      }
      return false;
    };
  return {
    listener: createListener({ service: service.listener, before: before(false), onError }),
    checkContinue: createListener({ service: service.checkContinue, before: before(true), onError }),
  };
}
