import { ConfigurationError } from "../errors.ts";
import { writeString } from "../script/literal.ts";
import { toScriptOptions, type TlsDestination, type TlsOptionValue, type TlsPolicy } from "./policy.ts";

/** How the script names the recipient's domain: `$recipientdomain`, or `$message["recipientaddress"]["domain"]` in later versions. */
export type RecipientDomainVariable = "$recipientdomain" | "$message";

/** A policy as a statement, without a line end. @throws ConfigurationError `bad_policy` */
export function formatTlsPolicy(
  { destination, options }: TlsPolicy,
  variable: RecipientDomainVariable = "$recipientdomain",
): string {
  const entries = [...toScriptOptions(options)].map(([name, value]) => writeOption(name, value));
  const call = `SetTLS([${entries.join(", ")}]);`;
  if (destination.kind === "all") return call;
  return `if (${formatCondition(destination, variable)}) ${call}`;
}

export function writeOption(name: string, value: TlsOptionValue): string {
  return `${writeString(name)} => ${writeOptionValue(value)}`;
}

export function writeOptionValue(value: TlsOptionValue): string {
  if (typeof value === "string") return writeString(value);
  return typeof value === "object" ? `[${value.map(writeString).join(", ")}]` : String(value);
}

function formatCondition(
  destination: Exclude<TlsDestination, { kind: "all" }>,
  variable: RecipientDomainVariable,
): string {
  const { kind, names } = destination;
  if (names.length === 0 || names.length > 1000)
    throw new ConfigurationError("bad_policy", "A policy is for 1 to 1000 names.");
  const wrong = names.find((name) => !name.isWellFormed() || !/^[^\s\p{Cc}"]{1,255}$/u.test(name));
  if (wrong !== undefined)
    throw new ConfigurationError(
      "bad_policy",
      `${JSON.stringify(wrong.slice(0, 60))} is no domain or host name.`,
    );
  const domain = variable === "$message" ? '$message["recipientaddress"]["domain"]' : variable;
  const subject = kind === "host" ? "$destination" : domain;
  return names.map((name) => `${subject} == ${writeString(name)}`).join(" or ");
}
