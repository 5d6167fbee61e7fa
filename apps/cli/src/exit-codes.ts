/** What the exit code says. Stable: scripts depend on it. */
export const exitCodes = {
  /** Every node answered. */
  ok: 0,
  /** The command line, the configuration or this machine was the problem: no node was. */
  usage: 1,
  /** No node answered. */
  allFailed: 3,
  /** Some nodes answered and some did not. */
  partial: 99,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;

/** The exit code of a run over nodes, from the number that answered. */
export function exitCodeOf(answered: number, asked: number): number {
  if (answered === asked) return exitCodes.ok;
  return answered === 0 ? exitCodes.allFailed : exitCodes.partial;
}
