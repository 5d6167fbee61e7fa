const day = 86_400;

/** How much more mail there is than on average at this time (Unix seconds): the day and the week together. */
export function arrivalCurve(at: number): number {
  return dayCurve(at) * weekCurve(at);
}

/** Most in the middle of the day, least in the middle of the night, UTC. Mean 1. */
export function dayCurve(at: number): number {
  return 1 - 0.6 * Math.cos((2 * Math.PI * (at % day)) / day);
}

/** Half as much at weekends. Mean 1. */
export function weekCurve(at: number): number {
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(at / day) + 4) % 7;
  return weekday === 0 || weekday === 6 ? 0.5 : 1.2;
}
