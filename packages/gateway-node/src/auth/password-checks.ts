import { createHmac, randomBytes } from "node:crypto";
import type { Credentials } from "./credentials.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { RecentMap } from "./recent-map.ts";
import type { NodeUser, UserDirectory } from "./user-directory.ts";

/** What is known of a pair without work. */
export type Known = "right" | "wrong" | undefined;

const maxRemembered = 1_024;
/** Each holds a thread and 16 MiB. */
const maxAtOnce = 2;
const maxWaiting = 32;

/**
 * Checks passwords against the hashes of a directory. The hash is made to be slow, so what has been checked is
 * remembered by a digest under a key that ends with the process; the next call with the same pair costs microseconds.
 * Right and wrong pairs are remembered apart, so that no number of wrong ones pushes a right one out.
 */
export class PasswordChecks {
  readonly #users: UserDirectory;
  readonly #key = randomBytes(32);
  /** Digest of a pair -> the hash that it was checked against, so that a changed password ends what is remembered. */
  readonly #right = new RecentMap<string, string>(maxRemembered);
  readonly #wrong = new RecentMap<string, string>(maxRemembered);
  /** Checks under way, by digest: calls of one client that arrive together cost one check. */
  readonly #underWay = new Map<string, Promise<boolean>>();
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #decoy: Promise<string> | undefined;

  constructor(users: UserDirectory) {
    this.#users = users;
  }

  /** What an earlier check found. */
  known(pair: Credentials): Known {
    const digest = this.digestOf(pair);
    const hash = this.#users.find(pair.user)?.passwordHash ?? "";
    if (hash !== "" && this.#right.get(digest) === hash) return "right";
    return this.#wrong.get(digest) === hash ? "wrong" : undefined;
  }

  /** Takes the owner's word for it that the pair is right. */
  trust({ name, passwordHash }: NodeUser, password: string): void {
    this.#right.set(this.digestOf({ user: name, password }), passwordHash);
  }

  /** Whether there is room for one more check; those beyond would only wait. */
  get hasRoom(): boolean {
    return this.#waiting.length < maxWaiting;
  }

  /** The check of this pair that is under way. */
  underWay(pair: Credentials): Promise<boolean> | undefined {
    return this.#underWay.get(this.digestOf(pair));
  }

  /** Whether the pair is right. Takes as long for a name that nobody has. */
  async check(pair: Credentials): Promise<boolean> {
    const digest = this.digestOf(pair);
    const check = this.#check(pair, digest).finally(() => this.#underWay.delete(digest));
    this.#underWay.set(digest, check);
    return check;
  }

  async #check(pair: Credentials, digest: string): Promise<boolean> {
    const hash = this.#users.find(pair.user)?.passwordHash;
    const isRight = await this.#inTurn(async () => {
      const found = await verifyPassword(pair.password, hash ?? (await (this.#decoy ??= hashPassword(""))));
      return found && hash !== undefined;
    });
    (isRight ? this.#right : this.#wrong).set(digest, hash ?? "");
    return isRight;
  }

  /** Says nothing of the pair to who does not have this process's key. */
  digestOf({ user, password }: Credentials): string {
    return createHmac("sha256", this.#key)
      .update(JSON.stringify([user, password]))
      .digest("base64");
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= maxAtOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running++;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
