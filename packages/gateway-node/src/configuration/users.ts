import { kindOfKeyType } from "./schema.ts";
import type { ConfigKey } from "@mailmux/gateway-api";
import { accessOf, type NodeUser, type UserDirectory } from "../auth/user-directory.ts";
import { hashPassword, isPasswordHash } from "../auth/password-hash.ts";
import { fault } from "../service/fault.ts";
import { hiddenSecret, type Configuration, type NamedValue } from "./configuration.ts";

/** The users of a configuration: its keys `system_user__X`, looked up anew for each call. */
export function createConfigurationUsers(configuration: Configuration): UserDirectory {
  return { find: (name) => usersOf(configuration.keys).find((user) => user.name === name) };
}

/** The users that keys name, in the order of the keys. */
export function usersOf(keys: readonly ConfigKey[]): readonly NodeUser[] {
  return keys
    .filter(({ name }) => kindOfKeyType(name) === "system_user")
    .map(({ params: [name = "", fullName = "", flags = "", passwordHash = ""] }) => ({
      name,
      fullName,
      flags,
      passwordHash,
    }));
}

/** The key of a user. */
export function userKey(index: number, { name, fullName, flags, passwordHash }: NodeUser): ConfigKey {
  return { name: `system_user__${index}`, params: [name, fullName, flags, passwordHash] };
}

/** Passwords among the parameters of a user's key are hashed before anything keeps them. */
export async function sealPasswords(
  key: string,
  values: readonly NamedValue[],
): Promise<readonly NamedValue[]> {
  if (kindOfKeyType(key) !== "system_user") return values;
  return Promise.all(
    values.map(async ({ first, second }) => ({
      first,
      second: first === "password" ? await sealed(second) : second,
    })),
  );
}

/** The same in a whole configuration. */
export async function sealAllPasswords(keys: readonly ConfigKey[]): Promise<ConfigKey[]> {
  return Promise.all(
    keys.map(async (key) => {
      if (kindOfKeyType(key.name) !== "system_user") return key;
      const [name = "", fullName = "", flags = "", password = "", ...rest] = key.params;
      return { name: key.name, params: [name, fullName, flags, await sealed(password), ...rest] };
    }),
  );
}

async function sealed(password: string): Promise<string> {
  return password === "" || password === hiddenSecret || isPasswordHash(password)
    ? password
    : hashPassword(password);
}

/** Somebody must be left who can undo a change. @throws a fault when nobody is */
export function checkUsers(keys: readonly ConfigKey[]): void {
  const users = usersOf(keys);
  if (new Set(users.map(({ name }) => name)).size !== users.length)
    throw fault("two users have the same name");
  if (users.some(({ name }) => name.includes(":"))) throw fault("the name of a user cannot hold a colon");
  const isAdministrator = ({ flags, passwordHash }: NodeUser): boolean =>
    accessOf(flags) === "full" && isPasswordHash(passwordHash);
  if (!users.some(isAdministrator)) throw fault("no user with a password and full access would be left");
}
