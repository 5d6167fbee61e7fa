import {
  checkScript,
  ConfigurationError,
  matchesKeyPattern,
  parseConfiguration,
  type ConfigKey,
} from "@mailmux/gateway-api";
import type { Clock } from "../clock.ts";
import { fault } from "../service/fault.ts";
import type { HandlersOf, Input, Output } from "../service/handlers.ts";
import { problemOfKey } from "./check.ts";
import { type Configuration, withoutSecrets, type ChangeNote } from "./configuration.ts";
import { sealAllPasswords, sealPasswords } from "./users.ts";

/** The operations on the configuration. */
export type ConfigurationOperations = HandlersOf<
  | "configKeys"
  | "configKeySet"
  | "configKeyAdd"
  | "configKeyDelete"
  | "configRevisionLog"
  | "configExport"
  | "configImport"
  | "configKeysImport"
  | "configKeysCheck"
  | "hslCheckScript"
>;

const defaultRevisions = 100;
const maxRevisions = 1_000;

/** Makes them. */
export function createConfigurationOperations(
  configuration: Configuration,
  clock: Clock,
): ConfigurationOperations {
  const note = ({ user }: { readonly user: { readonly user: string } }, message: string): ChangeNote => ({
    at: Math.floor(clock.now() / 1_000),
    user: user.user,
    message,
  });
  const replace = async (
    { config, id, revision, message }: Input<"configImport">,
    caller: Parameters<ConfigurationOperations["configImport"]>[1],
  ): Promise<Output<"configImport">> => {
    if (id !== undefined && revision !== undefined && id !== revision) {
      throw fault("id and revision name different revisions");
    }
    const expected = id ?? revision;
    const keys = await sealAllPasswords(readText(config));
    const head = expected === undefined ? undefined : Number(expected);
    return { result: configuration.replace(keys, head, note(caller, message ?? "configImport")) };
  };
  return {
    configKeys({ key }) {
      const keys = configuration.keys.filter(({ name }) => key === undefined || matchesKeyPattern(name, key));
      return {
        result: {
          item: keys.map(withoutSecrets).map(({ name, params }) => ({ name, params: { item: [...params] } })),
        },
      };
    },
    async configKeySet({ key, params }, caller) {
      forbidOwnFlags(configuration, key, params.item, caller.user.user);
      configuration.set(key, await sealPasswords(key, params.item), note(caller, `configKeySet ${key}`));
    },
    async configKeyAdd({ key, params }, caller) {
      const values = await sealPasswords(key, params?.item ?? []);
      return { result: configuration.add(key, values, note(caller, `configKeyAdd ${key}`)) };
    },
    configKeyDelete({ key }, caller) {
      configuration.delete(key, note(caller, `configKeyDelete ${key}`));
    },
    configRevisionLog({ limit = defaultRevisions, offset = 0 }) {
      const count = Math.min(maxRevisions, Math.max(0, limit));
      const item = configuration
        .revisions(Math.max(0, offset), count)
        .map(({ revision, time, user, message }) => ({ revision, time, user, message }));
      return { result: { item } };
    },
    configExport({ revision }) {
      const text = configuration.text(revision === undefined ? undefined : Number(revision));
      if (text === undefined) throw fault(`revision ${revision} is not kept`);
      return { result: Buffer.from(text) };
    },
    configImport: replace,
    configKeysImport: replace,
    configKeysCheck({ config }) {
      let keys: ConfigKey[];
      try {
        keys = parseConfiguration(utf8(config));
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        const { line = 1, column = 1 } = error.position ?? {};
        return { result: { item: [{ line, column, message: error.summary }] } };
      }
      // A key is one line of the text as it is written; of one that was edited by hand, about there.
      const item = keys.flatMap((key, index) => {
        const message = problemOfKey(key);
        return message === undefined ? [] : [{ line: index + 1, message }];
      });
      return { result: { item } };
    },
    hslCheckScript: ({ script }) => ({ result: { item: checkScript(utf8(script)) } }),
  };
}

function readText(config: Uint8Array): ConfigKey[] {
  try {
    return parseConfiguration(utf8(config));
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const place = error.position === undefined ? "" : `line ${error.position.line}: `;
    throw fault(`the configuration cannot be read: ${place}${error.summary}`);
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw fault("the text is not UTF-8");
  }
}

/** Nobody gives himself more rights. */
function forbidOwnFlags(
  configuration: Configuration,
  name: string,
  values: readonly { readonly first: string }[],
  user: string,
): void {
  if (!name.startsWith("system_user__") || !values.some(({ first }) => first === "flags")) return;
  const key = configuration.keys.find((each) => each.name === name);
  if (key?.params[0] === user) throw fault("a user cannot change his own flags");
}
