import type { Clock, Timer } from "../clock.ts";
import { fault } from "../service/fault.ts";
import { commandLimits } from "./limits.ts";
import { OutputBuffer } from "./output-buffer.ts";
import type { Program, StartProgram, TerminalSize } from "./program.ts";

/**
 * One program and its output. Running: output waits, and the program is held up when much does. Ended: what is left is
 * given out, and then {@link isOver}.
 */
export class CommandSession {
  readonly owner: string;
  readonly #clock: Clock;
  readonly #program: Program;
  readonly #output = new OutputBuffer();
  readonly #onAbandoned: () => void;
  #ended = false;
  #paused = false;
  #wake: (() => void)[] = [];
  #abandoned: Timer;

  constructor(start: StartProgram, size: TerminalSize, owner: string, clock: Clock, onAbandoned: () => void) {
    this.owner = owner;
    this.#clock = clock;
    this.#onAbandoned = onAbandoned;
    this.#abandoned = clock.after(commandLimits.abandonedMs, onAbandoned);
    this.#program = start(size, {
      output: (bytes) => this.#take(bytes),
      end: () => {
        this.#ended = true;
        this.#wakeAll();
      },
    });
  }

  /** Output since the last time; waits a little when there is none. Undefined when there is no more. */
  async poll(): Promise<Uint8Array[] | undefined> {
    this.#abandoned.cancel();
    this.#abandoned = this.#clock.after(commandLimits.abandonedMs, this.#onAbandoned);
    if (this.#output.length === 0 && !this.#ended) await this.#something();
    const bytes = this.#output.take(commandLimits.pollBytes, this.#ended);
    if (this.#paused && this.#output.length < commandLimits.waitingBytes / 2) {
      this.#paused = false;
      this.#program.resume();
    }
    if (bytes !== undefined) return [bytes];
    return this.#ended ? undefined : [];
  }

  write(bytes: Uint8Array): void {
    this.#checkRunning();
    this.#program.write(bytes);
  }

  resize(size: TerminalSize): void {
    this.#checkRunning();
    this.#program.resize(size);
  }

  signal(signal: number): void {
    this.#checkRunning();
    this.#program.signal(signal);
  }

  stop(): void {
    this.#abandoned.cancel();
    if (!this.#ended) this.#program.kill();
    this.#ended = true;
    this.#wakeAll();
  }

  #take(bytes: Uint8Array): void {
    this.#output.add(bytes);
    if (!this.#paused && this.#output.length > commandLimits.waitingBytes) {
      this.#paused = true;
      this.#program.pause();
    }
    this.#wakeAll();
  }

  async #something(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.after(commandLimits.holdMs, resolve);
      this.#wake.push(() => {
        timer.cancel();
        resolve();
      });
    });
  }

  #wakeAll(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const each of wake) each();
  }

  #checkRunning(): void {
    if (this.#ended) throw fault("the command has ended");
  }
}
