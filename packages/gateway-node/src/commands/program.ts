/** The size of a terminal in characters. */
export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** What a program tells while it runs. */
export interface ProgramEvents {
  /** Output, as its terminal gives it. */
  readonly output: (bytes: Uint8Array) => void;
  /** It has ended, and there is no more output. */
  readonly end: () => void;
}

/** A running program. */
export interface Program {
  write(bytes: Uint8Array): void;
  resize(size: TerminalSize): void;
  /** @param signal number of a POSIX signal */
  signal(signal: number): void;
  /** No more output until `resume`. */
  pause(): void;
  resume(): void;
  /** Ends it at once. */
  kill(): void;
}

/** Starts a program. */
export type StartProgram = (size: TerminalSize, events: ProgramEvents) => Program;
