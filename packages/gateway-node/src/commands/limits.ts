/** What bounds the commands of a node. */
export const commandLimits = Object.freeze({
  /** Programs that run at the same time, for one user and for all. */
  perUser: 16,
  perNode: 64,
  /** Arguments, and bytes of all of them. */
  arguments: 64,
  argumentBytes: 16_384,
  /** Bytes of one poll. */
  pollBytes: 256 * 1024,
  /** Bytes that wait for a poll; the program is held up when there are more. */
  waitingBytes: 1024 * 1024,
  /** Bytes of one push. */
  pushBytes: 65_536,
  /** How long a poll waits for output, in milliseconds. */
  holdMs: 200,
  /** A program that nobody polls is ended after this, and so is what is known of one that has ended. */
  abandonedMs: 60_000,
  columns: 1_000,
  rows: 1_000,
});
