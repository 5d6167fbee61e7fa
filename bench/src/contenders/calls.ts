/** Calls that are timed in one round. */
const callsPerRound = 400;

/** Runs `call` so many times, so many at once, and returns calls per second. */
export async function callsPerSecond(call: () => Promise<unknown>, atOnce: number): Promise<number> {
  let left = callsPerRound;
  const started = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (callsPerRound / (performance.now() - started)) * 1000;
}

export function atOnceOf(caseName: string): number {
  return Number(/(\d+) at once/.exec(caseName)?.[1] ?? "1");
}
