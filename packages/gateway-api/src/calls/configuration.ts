import { type ConfigKey } from "../configuration/index.ts";
import { type ProblemList } from "../generated/service.gen.ts";
import { done, plain } from "./operation.ts";
import { given, optionalNumber, type Pairs, toBytes, toExactText, toNumber, toPairs } from "./values.ts";

/** One change of the configuration, as the node says it. */
export interface GatewayRevision {
  readonly revision: number;
  /** Unix seconds. */
  readonly time: number;
  readonly user: string;
  readonly message: string;
}

/** What is wrong with a script or a configuration. */
export interface GatewayProblem {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column?: number;
  readonly message: string;
}

export interface ImportOptions {
  /** The revision that must be the head; otherwise nothing is changed and there is a fault. */
  readonly expectedRevision?: number | undefined;
  /** What was changed, for the revision log. */
  readonly message?: string | undefined;
}

/** The configuration. */
export const configurationOperations = {
  configKeys: plain(
    "configKeys",
    (key?: string) => given({ key }),
    ({ result }): readonly ConfigKey[] =>
      result.item.map(({ name, params }) => ({ name, params: params.item })),
  ),
  configKeySet: plain(
    "configKeySet",
    (key: string, params: Pairs) => ({ key, params: toPairs(params) }),
    done,
  ),
  configKeyAdd: plain(
    "configKeyAdd",
    (key: string, params?: Pairs) => ({
      key,
      ...given({ params: params === undefined ? undefined : toPairs(params) }),
    }),
    ({ result }) => result,
  ),
  configKeyDelete: plain("configKeyDelete", (key: string) => ({ key }), done),
  configRevisionLog: plain(
    "configRevisionLog",
    ({ limit, offset }: { readonly limit?: number | undefined; readonly offset?: number | undefined } = {}) =>
      given({
        limit: optionalNumber(limit, "the limit"),
        offset: optionalNumber(offset, "the offset"),
      }),
    ({ result }): readonly GatewayRevision[] =>
      result.item.map(({ revision, time, user, message }) => ({
        revision: toNumber(revision, "a revision"),
        time: toNumber(time, "the time of a revision"),
        user,
        message,
      })),
  ),
  configExport: plain(
    "configExport",
    (revision?: number) => given({ revision: optionalNumber(revision, "the revision") }),
    ({ result }) => toExactText(result, "the configuration"),
  ),
  configImport: plain(
    "configImport",
    (config: string, { expectedRevision, message }: ImportOptions = {}) => ({
      config: toBytes(config),
      ...given({ revision: optionalNumber(expectedRevision, "the revision"), message }),
    }),
    ({ result }) => toNumber(result, "the revision"),
  ),
  // Nodes before 4.8 know the revision by this name only.
  configKeysImport: plain(
    "configKeysImport",
    (config: string, { expectedRevision, message }: ImportOptions = {}) => ({
      config: toBytes(config),
      ...given({ id: optionalNumber(expectedRevision, "the revision"), message }),
    }),
    ({ result }) => toNumber(result, "the revision"),
  ),
  configKeysCheck: plain("configKeysCheck", (config: string) => ({ config: toBytes(config) }), toProblems),
  hslCheckScript: plain(
    "hslCheckScript",
    (type: string, script: string) => ({ type, script: toBytes(script) }),
    toProblems,
  ),
};

function toProblems({ result }: { readonly result: ProblemList }): readonly GatewayProblem[] {
  return result.item.map(({ line, column, message }) => ({ line, message, ...given({ column }) }));
}
