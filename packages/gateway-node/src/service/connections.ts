import type { Server, Socket } from "node:net";

/** How many connections there may be at once. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/**
 * The raw connections of the servers of a node. One that is still in its TLS handshake is known here only, and so
 * is the TCP connection below a TLS one.
 */
export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #sockets = new Map<string, Socket>();
  readonly #byAddress = new Map<string, number>();

  constructor(limits: ConnectionLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#sockets.size;
  }

  /** Keeps account of the connections of a server, and closes those that are too many. */
  watch(server: Server): void {
    server.on("connection", (socket: Socket) => this.#add(socket));
  }

  /** Ends a connection with a TCP reset, also when all that one has of it is the TLS connection above. */
  reset(socket: Socket): void {
    this.#sockets.get(keyOf(socket))?.resetAndDestroy();
  }

  /** Cuts all connections. */
  destroyAll(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }

  #add(socket: Socket): void {
    const address = socket.remoteAddress ?? "";
    const ofAddress = (this.#byAddress.get(address) ?? 0) + 1;
    const { maxConnections, maxConnectionsPerAddress } = this.#limits;
    if (this.#sockets.size >= maxConnections || ofAddress > maxConnectionsPerAddress) {
      socket.destroy();
      return;
    }
    const key = keyOf(socket);
    this.#sockets.set(key, socket);
    this.#byAddress.set(address, ofAddress);
    socket.once("close", () => {
      this.#sockets.delete(key);
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
    });
  }
}

function keyOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
