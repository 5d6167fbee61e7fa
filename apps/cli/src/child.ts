import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { UserError } from "./errors.ts";

export interface ChildOptions {
  /** What it is called in messages. */
  readonly name: string;
  readonly args: readonly string[];
  /** Written to its standard input, which stays open: its end tells the program that this one is gone. */
  readonly input?: string;
  /** The line that says it is ready. */
  readonly ready: RegExp;
  readonly readyTimeoutMs: number;
  /** Takes what it has to say on standard error. */
  readonly onTalk: (line: string) => void;
  /** All of its environment. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A program of this package that has said it is ready. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** The match of its ready line. */
  readonly ready: RegExpExecArray;
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks it to end, insists after three seconds, and waits. */
  stop(): Promise<void>;
}

/** Starts a Node program and waits for its ready line. Throws {@link UserError} when it ends before that. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, options.args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...(options.env ?? process.env) },
  });
  child.stdin.on("error", () => {}); // it may be gone already; its end is reported below
  if (options.input !== undefined) child.stdin.write(options.input);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
  ended.catch(() => {});
  // Until it is ready its talk is kept: should it fail, that is the reason to show.
  let early: string[] | undefined = [];
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (!early) options.onTalk(line);
    else if (early.push(line) > 20) early.shift();
  });
  const stop = (): Promise<void> => stopChild(child, ended);
  let timer: NodeJS.Timeout | undefined;
  try {
    const ready = await Promise.race([
      readyLine(child, options.ready),
      ended.then(({ code, signal }) => {
        throw new UserError(
          `${options.name} ended before it was ready (${signal ?? `exit code ${code}`})`,
          early?.join("\n") || undefined,
        );
      }),
      new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new UserError(`${options.name} was not ready within ${options.readyTimeoutMs} ms`)),
          options.readyTimeoutMs,
        );
      }),
    ]);
    early.forEach((line) => options.onTalk(line));
    early = undefined;
    return { name: options.name, pid: child.pid ?? 0, ready, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function readyLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const match = pattern.exec(line);
      if (match) resolve(match);
    });
  });
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.stdin?.end();
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), 3000);
  await ended.catch(() => {});
  clearTimeout(insist);
}
