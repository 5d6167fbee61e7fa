import { constants } from "node:os";
import { fault } from "../service/fault.ts";
import type { StartProgram } from "./program.ts";

/** What is started: a program of this machine and its arguments. */
export interface Executable {
  readonly file: string;
  readonly argv: readonly string[];
}

/** Nothing of the node's own environment, which may hold secrets, reaches a program. */
const environment = { TERM: "xterm", LANG: "C.UTF-8", PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

const signalNames = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/**
 * A way to start a program on a real pseudo-terminal. The library is a native one and is loaded at the first use, so
 * that a node runs where it does not: its commands then say so.
 */
export async function ptyProgram({ file, argv }: Executable): Promise<StartProgram> {
  const { spawn } = await import("@lydell/node-pty").catch((cause: unknown) => {
    throw fault(
      `this node has no terminals: ${cause instanceof Error ? cause.message.slice(0, 200) : "unknown"}`,
    );
  });
  return ({ cols, rows }, events) => {
    const terminal = spawn(file, [...argv], {
      cols,
      rows,
      cwd: "/",
      env: environment,
      name: environment.TERM,
      // Bytes as they are: text would be cut in the middle of characters.
      encoding: null,
    });
    terminal.onData((data: string | Uint8Array) =>
      events.output(typeof data === "string" ? Buffer.from(data) : data),
    );
    terminal.onExit(() => events.end());
    const keys = new TextDecoder();
    const send = (name: string): void => {
      try {
        terminal.kill(name);
      } catch {
        // It has ended in the meantime.
      }
    };
    return {
      // Keys come one byte at a time; a character is written when all of it is there.
      write: (bytes) => terminal.write(keys.decode(bytes, { stream: true })),
      resize(size) {
        terminal.resize(size.cols, size.rows);
      },
      signal(signal) {
        const name = signalNames.get(signal);
        if (name === undefined) throw fault(`there is no signal ${signal}`);
        send(name);
      },
      pause: () => terminal.pause(),
      resume: () => terminal.resume(),
      kill: () => send("SIGKILL"),
    };
  };
}
