import { splitKeyName } from "@mailmux/gateway-api";

/** What the parameters of a type of key are. */
export interface KeyType {
  /** In the order in which configKeys gives them. */
  readonly parameters: readonly string[];
  /** Parameters that hold a secret: they are written and never read. */
  readonly secret?: readonly string[];
  /** There is one, without an id; otherwise the name is `type__ID`. */
  readonly single?: true;
  /** Which parameter holds a script, in base64. */
  readonly script?: string;
}

const flow: KeyType = { parameters: ["name", "flow"] };
const script: KeyType = { parameters: ["value"], single: true, script: "value" };
const setting: KeyType = { parameters: ["value"], single: true };

/** Every type of key that a node has. */
const keyTypes: Readonly<Record<string, KeyType>> = {
  file: { parameters: ["name", "type", "data"] },
  mail_flow: flow,
  rcpt_flow: flow,
  data_flow: flow,
  acl_flow: { parameters: ["name", "rate", "flow"] },
  transport_flow: script,
  queue_flow: script,
  system_authentication_script: script,
  mail_server: { parameters: ["name", "address", "port", "sasltls"] },
  mail_transport: {
    parameters: ["name", "host", "port", "saslusername", "saslpassword"],
    secret: ["saslpassword"],
  },
  mail_quarantine: { parameters: ["name", "lifetime"] },
  mail_domain: { parameters: ["domain", "transport"] },
  netaddr: { parameters: ["address"] },
  pki: { parameters: ["name", "certificate", "key"], secret: ["key"] },
  system_user: { parameters: ["name", "fullname", "flags", "password"], secret: ["password"] },
  remote_system: { parameters: ["name", "address", "port", "protocol", "fingerprint"] },
  system_hostname: setting,
  system_nonlocal_source: setting,
  system_default_transport: setting,
  system_default_quarantine: setting,
  mail_queue_threads: setting,
  mail_internal_history: setting,
  mail_log_size: setting,
  syslog_use_fqdn: setting,
};

/** The type of a key, or undefined for names that no key can have. */
export function keyTypeOf(name: string): KeyType | undefined {
  const { type, id } = splitKeyName(name);
  const known = Object.hasOwn(keyTypes, type) ? keyTypes[type] : undefined;
  if (known === undefined) return undefined;
  if (known.single === true) return id === undefined ? known : undefined;
  return id !== undefined && /^[0-9a-z][0-9a-z._-]{0,63}$/.test(id) ? known : undefined;
}

/** A bare type whose keys have ids, as configKeyAdd takes it. */
export function isListedType(name: string): boolean {
  return Object.hasOwn(keyTypes, name) && keyTypes[name]?.single !== true;
}

/** The type of a key by its name, as in `system_user` of `system_user__1`. */
export function kindOfKeyType(name: string): string {
  return splitKeyName(name).type;
}
