import type { Clock } from "../clock.ts";
import { RecentMap } from "./recent-map.ts";

/** A bucket of attempts that fills again with time. */
interface Bucket {
  tokens: number;
  at: number;
}

/** Wrong passwords that are looked at from one address, and one more each second. */
export const attemptsPerAddress = 30;
/** Wrong passwords for one name, from all addresses together; then only addresses without wrong ones may try. */
export const attemptsPerUser = 60;
const millisecondsPerAttempt = 1_000;
const maxAddresses = 4_096;
const maxUsers = 1_024;

/**
 * How many wrong passwords are looked at. A flood from one address uses up the attempts of that address; a flood for
 * one name from many addresses leaves every other address at least one attempt, so that nobody is locked out by
 * strangers. What is remembered is bounded, the address that was quiet longest is forgotten first.
 */
export class AttemptLimits {
  readonly #clock: Clock;
  readonly #addresses = new RecentMap<string, Bucket>(maxAddresses);
  readonly #users = new RecentMap<string, Bucket>(maxUsers);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether a password may be looked at. */
  allows(address: string, user: string): boolean {
    const left = this.#left(this.#addresses.get(networkOf(address)), attemptsPerAddress);
    if (left < 1) return false;
    return left >= attemptsPerAddress || this.#left(this.#users.get(user), attemptsPerUser) >= 1;
  }

  /** Takes an attempt, before its password is looked at: many may be under way. */
  take(address: string, user: string): void {
    this.#add(this.#addresses, networkOf(address), -1, attemptsPerAddress);
    this.#add(this.#users, user, -1, attemptsPerUser);
  }

  /** Gives an attempt back whose password was right. */
  giveBack(address: string, user: string): void {
    this.#add(this.#addresses, networkOf(address), 1, attemptsPerAddress);
    this.#add(this.#users, user, 1, attemptsPerUser);
  }

  #add(buckets: RecentMap<string, Bucket>, key: string, count: number, full: number): void {
    const tokens = Math.min(full, Math.max(0, this.#left(buckets.get(key), full) + count));
    buckets.set(key, { tokens, at: this.#clock.now() });
  }

  #left(bucket: Bucket | undefined, full: number): number {
    if (bucket === undefined) return full;
    return Math.min(full, bucket.tokens + (this.#clock.now() - bucket.at) / millisecondsPerAttempt);
  }
}

/** What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address (RFC 6177). */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(":")) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const groups = head === "" ? [] : head.split(":");
  const zeros = tail === undefined ? 0 : 8 - groups.length - (tail === "" ? 0 : tail.split(":").length);
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill("0"), ...(tail?.split(":") ?? [])];
  return `${all.slice(0, 4).join(":")}::/64`;
}
