import type { ConfigKey } from "@mailmux/gateway-api";
import { kindOfKeyType } from "./schema.ts";

/** The domains that a configuration has: its keys `mail_domain__N`. */
export function domainsOf(keys: readonly ConfigKey[]): readonly string[] {
  return keys
    .filter(({ name }) => kindOfKeyType(name) === "mail_domain")
    .map(({ params: [domain = ""] }) => domain);
}
