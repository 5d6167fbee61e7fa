import type { IncomingMessage, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import { sendFault } from "./listener.ts";

const intervalMs = 10_000;

/** Options of {@link watchSender}. */
export interface WatchOptions {
  readonly clock: Clock;
  /** Bytes that have to come in ten seconds while a request is under way. */
  readonly minBytesPerInterval: number;
}

/** Ends an exchange whose request comes so slowly that its sender only wants to keep the connection busy. */
export function watchSender(
  request: IncomingMessage,
  response: ServerResponse,
  { clock, minBytesPerInterval }: WatchOptions,
): void {
  const { socket } = request;
  let seen = socket.bytesRead;
  const look = (): void => {
    if (request.complete || response.headersSent || response.destroyed) return;
    if (socket.bytesRead - seen >= minBytesPerInterval) {
      seen = socket.bytesRead;
      timer = clock.after(intervalMs, look);
      return;
    }
    sendFault(response, 408, `Fewer than ${minBytesPerInterval} bytes came in ${intervalMs / 1_000} s`);
    socket.destroySoon();
  };
  let timer = clock.after(intervalMs, look);
  request.once("end", () => timer.cancel());
  response.once("close", () => timer.cancel());
}
