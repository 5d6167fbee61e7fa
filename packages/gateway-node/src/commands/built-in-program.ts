import type { StartProgram } from "./program.ts";

/**
 * A program that the node itself is: what it says is known here and nowhere else on the machine, so it runs in this
 * process. To its caller it is as the others: its lines end as a terminal ends them, and it can be stopped.
 */
export function builtInProgram(lines: () => AsyncIterable<string> | Iterable<string>): StartProgram {
  return (_, events) => {
    let stopped = false;
    let wake: (() => void) | undefined;
    let paused = false;
    const run = async (): Promise<void> => {
      for await (const line of lines()) {
        while (paused && !stopped) await new Promise<void>((resolve) => (wake = resolve));
        if (stopped) break;
        events.output(Buffer.from(`${line}\r\n`));
      }
    };
    const finished = (): void => {
      if (!stopped) events.end();
      stopped = true;
    };
    // A program that fails half way has ended: what it said so far is its output.
    void run().then(finished, finished);
    const end = (): void => {
      if (stopped) return;
      stopped = true;
      wake?.();
      events.end();
    };
    return {
      write: () => undefined,
      resize: () => undefined,
      // It has no handlers, so every signal that ends a program ends it.
      signal: end,
      pause: () => void (paused = true),
      resume() {
        paused = false;
        wake?.();
      },
      kill: end,
    };
  };
}
