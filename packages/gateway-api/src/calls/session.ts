import { done, nothingToSay, plain } from "./operation.ts";
import { given, toNumber } from "./values.ts";

/** Who is signed in. */
export interface GatewayLogin {
  /** The user's full name, or the user name. */
  readonly fullName: string;
  /** The address that the node sees. */
  readonly remoteHost?: string;
}

/** Session, system, updates and licence. */
export const sessionOperations = {
  login: plain("login", nothingToSay, ({ result }): GatewayLogin => ({
    fullName: result.fullname,
    ...given({ remoteHost: result.remotehost }),
  })),
  getVersion: plain("getVersion", nothingToSay, ({ result }) => result),
  getUptime: plain("getUptime", nothingToSay, ({ result }) => toNumber(result, "the uptime")),
  getSerial: plain("getSerial", nothingToSay, ({ result }) => result),
  getTime: plain(
    "getTime",
    ({ utc }: { readonly utc?: boolean | undefined } = {}) => given({ utc }),
    ({ result }) => toNumber(result, "the time"),
  ),
  updateDownloadStatus: plain("updateDownloadStatus", nothingToSay, ({ result }) => result),
  updateDownloadStart: plain("updateDownloadStart", nothingToSay, done),
  updateDownloadCancel: plain("updateDownloadCancel", nothingToSay, done),
  updateInstall: plain("updateInstall", nothingToSay, done),
  licenseImport: plain("licenseImport", (data: Uint8Array) => ({ data }), done),
};
