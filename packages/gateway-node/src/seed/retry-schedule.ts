/** Waiting times between delivery attempts, in seconds; the last one repeats. */
const waits = [60, 300, 900, 1_800, 3_600, 7_200, 14_400] as const;

/** A message is given up, and bounced, at this many attempts: a little more than a day. */
export const maxRetries = 12;

/** Seconds from the attempt with this number (from 1) to the next. */
export function retryWait(attempt: number): number {
  return waits[Math.min(attempt, waits.length) - 1] ?? waits[0];
}

/** Attempts made at a message of this age, and the age at which the next is due; both as if none came late. */
export function attemptsAtAge(ageSeconds: number): { retries: number; nextAtAge: number } {
  let retries = 1;
  let nextAtAge = retryWait(1);
  while (nextAtAge <= ageSeconds) {
    retries += 1;
    nextAtAge += retryWait(retries);
  }
  return { retries, nextAtAge };
}
