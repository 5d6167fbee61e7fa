import { hash } from "../seed/random.ts";
import { dayCurve, weekCurve } from "../traffic/daily-curve.ts";

const day = 86_400;

/** Values that a graph has for the time before the node ran, one for each of its sources. */
export interface Past {
  /** The mean from `from` to `to`, Unix seconds UTC. */
  mean(from: number, to: number): number[];
}

/**
 * A made-up past: a wave over the day and over the week around the usual values, and some noise. It depends on the seed
 * and on the time and on nothing else, so a node that is started again has the same.
 */
export function createPast(seed: string, usual: readonly number[]): Past {
  const key = hash(seed);
  return {
    mean(from, to) {
      const at = (from + to) / 2;
      // Over a whole day, the wave of the day is 1.
      const wave = weekCurve(at) * (to - from >= day ? 1 : dayCurve(at));
      // Longer times are smoother.
      const spread = Math.min(0.6, 20 / Math.sqrt(to - from));
      return usual.map((value, index) => value * wave * (1 + spread * (noise(key, from, index) - 0.5)));
    },
  };
}

/** From 0 up to 1; the same for the same arguments. */
function noise(key: number, at: number, index: number): number {
  let mixed = Math.imul(key ^ at, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
