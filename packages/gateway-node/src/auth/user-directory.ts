import type { Caller } from "../service/caller.ts";
import { hashPassword } from "./password-hash.ts";

/** Somebody who may call the node. */
export interface NodeUser {
  readonly name: string;
  /** For people; empty for none. */
  readonly fullName: string;
  /** None: everything. `r`: read only. With `w`, everything, `r` beside it or not. */
  readonly flags: string;
  /** As hashPassword gives it. */
  readonly passwordHash: string;
}

/** Where users are looked up, for every call anew. */
export interface UserDirectory {
  find(name: string): NodeUser | undefined;
}

/** A user as the options of a node give one. */
export interface UserOptions {
  readonly name: string;
  readonly password: string;
  /** Default: the name. */
  readonly fullName?: string;
  /** `r`, `w` or both; see the README. Default: none, which is full access. */
  readonly flags?: string;
}

/** Hashes the passwords of users. */
export async function hashUsers(users: readonly UserOptions[]): Promise<NodeUser[]> {
  return Promise.all(
    users.map(async ({ name, password, fullName = "", flags = "" }) => ({
      name,
      fullName,
      flags,
      passwordHash: await hashPassword(password),
    })),
  );
}

/** A directory of a fixed list; of two users of one name, the first counts. */
export function createUserDirectory(users: readonly NodeUser[]): UserDirectory {
  const byName = new Map(users.toReversed().map((user) => [user.name, user]));
  return { find: (name) => byName.get(name) };
}

/** What flags allow: without any or with `w`, everything. A flag that is not known allows nothing. */
export function accessOf(flags: string): Caller["access"] {
  return flags === "" || flags.includes("w") ? "full" : "read";
}
