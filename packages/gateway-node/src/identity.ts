import { Random } from "./seed/random.ts";

/** What a node says of itself besides its mail. */
export interface NodeIdentity {
  /** Eight digits, the same for the same name and seed. */
  readonly serial: string;
  /** Seconds the node claims to have been up before the process started. */
  readonly uptimeOffset: number;
}

/** The identity that a name and a seed give. */
export function nodeIdentity(name: string, seed: number): NodeIdentity {
  const random = new Random(`identity/${seed}/${name}`);
  return {
    serial: String(random.integer(10_000_000, 99_999_999)),
    uptimeOffset: random.integer(3_600, 90 * 86_400),
  };
}
