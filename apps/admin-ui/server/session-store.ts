import type { SessionStore as FastifySessionStore } from "@fastify/session";
import type { Session } from "fastify";
import type { Login } from "./login.ts";

export interface SessionLimits {
  /** Sessions of people who are signed in. */
  readonly maxSignedIn: number;
  /** Sessions that only hold a token, of people who are about to sign in. */
  readonly maxAnonymous: number;
  readonly maxAgeMs: number;
  readonly maxIdleMs: number;
}

export const defaultSessionLimits: SessionLimits = {
  maxSignedIn: 500,
  maxAnonymous: 2_000,
  maxAgeMs: 12 * 3_600_000,
  maxIdleMs: 2 * 3_600_000,
};

interface Entry {
  readonly data: Session;
  readonly createdAt: number;
  usedAt: number;
  login?: Login;
}

const sweepMs = 30_000;

/**
 * The sessions, in memory only: they end with the process. Anonymous ones make room among themselves, so that
 * whoever asks for many cannot sign anybody out.
 */
export class SessionStore implements FastifySessionStore {
  /** In the order of use, the longest unused first. */
  readonly #entries = new Map<string, Entry>();
  readonly #limits: SessionLimits;
  readonly #now: () => number;
  readonly #sweeping: NodeJS.Timeout;

  constructor(limits: SessionLimits = defaultSessionLimits, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
    this.#sweeping = setInterval(() => this.sweep(), sweepMs).unref();
  }

  set(id: string, session: Session, callback: (error?: unknown) => void): void {
    // The plugin's object holds on to the request it was made for; its data is all that is kept.
    const data = Object.fromEntries(
      Object.entries(session).filter(([key]) => key !== "cookie"),
    ) as unknown as Session;
    const now = this.#now();
    const before = this.#entries.get(id);
    this.#entries.delete(id);
    this.#entries.set(id, { createdAt: now, ...before, data, usedAt: now });
    this.#makeRoom();
    callback();
  }

  get(id: string, callback: (error: unknown, session?: Session | null) => void): void {
    const entry = this.#live(id);
    if (entry) {
      entry.usedAt = this.#now();
      this.#entries.delete(id);
      this.#entries.set(id, entry);
    }
    callback(null, entry?.data ?? null);
  }

  destroy(id: string, callback: (error?: unknown) => void): void {
    this.#end(id, "You signed out.");
    callback();
  }

  /** Ties somebody's sign-in to a session: each ends with the other. */
  attach(id: string, login: Login): void {
    const entry = this.#entries.get(id);
    if (!entry) throw new Error("the session does not exist");
    entry.login = login;
    login.ended.addEventListener("abort", () => this.#entries.delete(id), { once: true });
    this.#makeRoom();
  }

  /** Who is signed in under an id, if anybody. */
  login(id: string): Login | undefined {
    return this.#live(id)?.login;
  }

  /** Ends what is too old or was not used for too long. */
  sweep(): void {
    for (const id of [...this.#entries.keys()]) this.#live(id);
  }

  /** Ends all sessions. */
  close(): void {
    clearInterval(this.#sweeping);
    for (const id of [...this.#entries.keys()]) this.#end(id, "The panel was stopped.");
  }

  #live(id: string): Entry | undefined {
    const entry = this.#entries.get(id);
    if (!entry) return undefined;
    const now = this.#now();
    if (now - entry.createdAt > this.#limits.maxAgeMs)
      return this.#end(id, "The session has reached its longest time.");
    if (now - entry.usedAt > this.#limits.maxIdleMs)
      return this.#end(id, "The session was not used for too long.");
    return entry;
  }

  #end(id: string, reason: string): undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    entry?.login?.end(reason);
  }

  #makeRoom(): void {
    const entries = [...this.#entries];
    const signedIn = entries.filter(([, { login }]) => login !== undefined);
    const anonymous = entries.filter(([, { login }]) => login === undefined);
    for (const [id] of signedIn.slice(0, Math.max(0, signedIn.length - this.#limits.maxSignedIn))) {
      this.#end(id, "Too many people are signed in.");
    }
    for (const [id] of anonymous.slice(0, Math.max(0, anonymous.length - this.#limits.maxAnonymous))) {
      this.#entries.delete(id);
    }
  }
}
