/** Everything a command may touch of the world. Commands never use `process` or `console` themselves. */
export interface CommandContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Writes data: what a pipe wants. */
  readonly out: (text: string) => void;
  /** Writes talk: what a person wants. */
  readonly err: (text: string) => void;
  /** True when `out` is a terminal. */
  readonly isTerminal: boolean;
  /** Width of that terminal, in columns. */
  readonly columns: number;
  /** Aborts when the user wants the command to end. */
  readonly signal: AbortSignal;
}
