import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import { fault } from "../service/fault.ts";
import type { HandlersOf } from "../service/handlers.ts";
import { commandLimits } from "./limits.ts";
import type { StartProgram, TerminalSize } from "./program.ts";
import { CommandSession } from "./session.ts";

/** The operations on commands. */
export type CommandOperations = HandlersOf<
  "commandRun" | "commandPoll" | "commandPush" | "commandSignal" | "commandTermsize" | "commandStop"
>;

/** Finds the program that arguments ask for. @throws a fault when there is none, or they are not allowed */
export type FindProgram = (argv: readonly string[]) => Promise<StartProgram>;

/** The operations, and what ends all programs. */
export interface Commands {
  readonly operations: CommandOperations;
  stop(): void;
}

/** Makes them. A command belongs to the user who started it: to others, its id is as unknown as any. */
export function createCommands(find: FindProgram, clock: Clock): Commands {
  const sessions = new Map<string, CommandSession>();
  const sessionOf = (id: string, { user }: { readonly user: { readonly user: string } }): CommandSession => {
    const session = sessions.get(id);
    if (session === undefined || session.owner !== user.user) throw fault("there is no such command");
    return session;
  };
  const forget = (id: string): void => {
    sessions.get(id)?.stop();
    sessions.delete(id);
  };
  const operations: CommandOperations = {
    async commandRun({ argv, cols = 80, rows = 24 }, { user }) {
      const size = checkedSize(cols, rows);
      const start = await find(checkedArguments(argv.item));
      const owned = [...sessions.values()].filter(({ owner }) => owner === user.user).length;
      if (owned >= commandLimits.perUser || sessions.size >= commandLimits.perNode) {
        throw fault("too many commands run already; stop one first");
      }
      const id = randomBytes(16).toString("hex");
      sessions.set(id, new CommandSession(start, size, user.user, clock, () => forget(id)));
      return { result: id };
    },
    async commandPoll({ commandid }, caller) {
      const item = await sessionOf(commandid, caller).poll();
      if (item === undefined) {
        forget(commandid);
        throw fault("the command has ended");
      }
      return { result: { item } };
    },
    commandPush({ commandid, data }, caller) {
      if (data.length > commandLimits.pushBytes)
        throw fault(`more than ${commandLimits.pushBytes} bytes at once`);
      sessionOf(commandid, caller).write(data);
    },
    commandSignal({ commandid, signal }, caller) {
      if (signal < 1 || signal > 31) throw fault(`there is no signal ${signal}`);
      sessionOf(commandid, caller).signal(signal);
    },
    commandTermsize({ commandid, cols, rows }, caller) {
      sessionOf(commandid, caller).resize(checkedSize(cols, rows));
    },
    commandStop({ commandid }, caller) {
      sessionOf(commandid, caller);
      forget(commandid);
    },
  };
  return {
    operations,
    stop() {
      for (const id of [...sessions.keys()]) forget(id);
    },
  };
}

function checkedSize(cols: number, rows: number): TerminalSize {
  const fits = cols >= 1 && cols <= commandLimits.columns && rows >= 1 && rows <= commandLimits.rows;
  if (!fits) throw fault(`a terminal has 1 to ${commandLimits.columns} columns and rows`);
  return { cols, rows };
}

function checkedArguments(items: readonly Uint8Array[]): readonly string[] {
  if (items.length > commandLimits.arguments) throw fault(`more than ${commandLimits.arguments} arguments`);
  const length = items.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (length > commandLimits.argumentBytes)
    throw fault(`arguments longer than ${commandLimits.argumentBytes} bytes`);
  return items.map((bytes) => {
    const text = new TextDecoder().decode(bytes);
    if (/[\0\uFFFD]/.test(text)) throw fault("an argument is not text");
    return text;
  });
}
