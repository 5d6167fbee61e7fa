import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, Timer } from "../clock.ts";
import { GatewayNodeError, reasonText } from "../errors.ts";
import type { Connections } from "./connections.ts";

/** Where a server is to listen, and what it needs for that. */
export interface EndpointOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly connections: Connections;
  readonly clock: Clock;
  /** Told when the port cannot be had back. */
  readonly onError: (error: unknown) => void;
}

const retryMs = 1_000;
const longMs = 2 ** 31 - 1;

/** A server at its port. It can stop listening for a while, as a machine that is started anew does. */
export class Endpoint {
  readonly #server: Server;
  readonly #options: EndpointOptions;
  #port: number;
  #isClosed = false;
  #closing: Promise<void> = Promise.resolve();
  /** While nothing listens, nothing else may keep the process alive. */
  #keepAlive: NodeJS.Timeout | undefined;
  #retry: Timer | undefined;

  constructor(server: Server, options: EndpointOptions) {
    this.#server = server;
    this.#options = options;
    this.#port = options.port;
    options.connections.watch(server);
  }

  /** The port that it has, or had before it was suspended. */
  get port(): number {
    return this.#port;
  }

  /** @throws GatewayNodeError `listen` */
  async open(): Promise<void> {
    const { host } = this.#options;
    const server = this.#server;
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown): void => {
        server.off("listening", succeed);
        const message = `Cannot listen on ${host}:${this.#port}: ${reasonText(error)}`;
        reject(new GatewayNodeError("listen", message, { cause: error }));
      };
      const succeed = (): void => {
        server.off("error", fail);
        this.#port = (server.address() as AddressInfo).port;
        resolve();
      };
      server.once("error", fail).once("listening", succeed).listen(this.#port, host);
    });
  }

  /** Refuses connections from now on, and cuts those that there are. */
  suspend(): void {
    this.#keepAlive ??= setInterval(() => undefined, longMs);
    this.#closing = new Promise((resolve) => this.#server.close(() => resolve()));
    this.#options.connections.destroyAll();
  }

  /** Listens again, on the same port. Goes on trying when somebody else has taken it. */
  async resume(): Promise<void> {
    await this.#closing;
    if (this.#isClosed) return;
    try {
      await this.open();
      clearInterval(this.#keepAlive);
      this.#keepAlive = undefined;
    } catch (error) {
      this.#options.onError(error);
      this.#retry = this.#options.clock.after(retryMs, () => void this.resume());
    }
    if (this.#isClosed) await this.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#keepAlive);
    this.#retry?.cancel();
    this.#options.connections.destroyAll();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#options.connections.destroyAll();
    });
  }
}
