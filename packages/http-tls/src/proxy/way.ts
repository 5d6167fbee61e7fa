import { type Duplex } from "node:stream";
import { HttpTlsError } from "../errors.ts";
import { fromNodeError } from "../node-error.ts";
import { type DialFunction, type DialTarget } from "../options.ts";

/** Leads from here to a target over something else than TCP alone. */
export interface Way {
  /** `context.via` of its errors. */
  readonly via: string;
  /** What stands first in the message of its errors. */
  readonly noun: string;
  /** Makes the connection to the thing between. */
  open(target: DialTarget, signal: AbortSignal): Promise<Duplex>;
  /** Asks the thing between to lead on to the target. */
  ask?(socket: Duplex, target: DialTarget, signal: AbortSignal): Promise<void>;
}

/**
 * Dials over a way: whatever fails, no socket is left open, and the error has the target's host and port, the phase
 * `connect` and the way as `via`.
 */
export function dialOver({ via, noun, open, ask }: Way): DialFunction {
  return async (target, signal) => {
    let socket: Duplex | undefined;
    const abort = (): void => void socket?.destroy();
    signal.addEventListener("abort", abort, { once: true });
    try {
      signal.throwIfAborted();
      socket = await open(target, signal);
      // What goes wrong between two steps is told by the next one.
      socket.on("error", () => {});
      signal.throwIfAborted();
      await ask?.(socket, target, signal);
      return socket;
    } catch (error) {
      socket?.destroy();
      if (signal.aborted) throw signal.reason;
      const { host, port } = target;
      throw fromNodeError(error, "connect_failed", {}).within(noun, {
        host,
        port,
        via,
        phase: "connect",
        requestSent: "none",
      });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}

/**
 * Waits until `take` finds what it looks for in what a socket has received; it reads with `socket.read()`. What it
 * leaves there is for whoever comes next: the readable mode loses no byte when its listener goes, and leaves the
 * socket neither flowing nor paused.
 */
export function readUntil<T>(socket: Duplex, take: () => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.off("readable", look);
      socket.off("end", ended);
      socket.off("close", ended);
      socket.off("error", failed);
      act();
    };
    const failed = (error: unknown): void => settle(() => reject(error as Error));
    const ended = (): void =>
      failed(new HttpTlsError("connect_failed", "it closed the connection before it had answered"));
    const look = (): void => {
      try {
        const found = take();
        if (found !== undefined) settle(() => resolve(found));
      } catch (error) {
        failed(error);
      }
    };
    socket.on("end", ended);
    socket.on("close", ended);
    socket.on("error", failed);
    socket.on("readable", look);
    if (socket.destroyed || socket.readableEnded) ended();
    else look();
  });
}
