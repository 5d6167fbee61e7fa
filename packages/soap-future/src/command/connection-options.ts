import { type Command } from "commander";
import { readFileSync } from "node:fs";
import { SoapError } from "../errors.ts";
import { type HttpTransportOptions } from "../http-transport.ts";

/** What the command line says about whom to trust and who we are. */
export interface ConnectionFlags {
  readonly pin?: readonly string[];
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly user?: string;
  readonly passwordFile?: string;
  readonly timeout: string;
}

/** The variable that holds the password: an argument would be seen by every user of the machine. */
export const passwordVariable = "SOAP_FUTURE_PASSWORD";

export function addConnectionFlags(command: Command): Command {
  return command
    .option(
      "--pin <fingerprint>",
      "fingerprint of the server's certificate, in place of authority and name; may be given again",
      (pin: string, before: readonly string[] = []) => [...before, pin],
    )
    .option("--ca <file>", "authorities to trust, as PEM, instead of the system's")
    .option("--cert <file>", "client certificate, as PEM")
    .option("--key <file>", "key of the client certificate, as PEM")
    .option("--user <name>", `user name; the password is in ${passwordVariable} or --password-file`)
    .option("--password-file <file>", "the file that holds the password")
    .option("--timeout <milliseconds>", "limit of the whole call", "30000");
}

/** Throws {@link SoapError} `invalid_argument` for a file that cannot be read, or a user without a password. */
export function connectionOptions(
  flags: ConnectionFlags,
  env: Readonly<Record<string, string | undefined>>,
): Omit<HttpTransportOptions, "endpoint"> & { timeoutMs: number } {
  const { pin, ca, cert, key, user } = flags;
  const tls = {
    ...(pin === undefined ? {} : { fingerprints: pin }),
    ...(ca === undefined ? {} : { ca: read(ca) }),
    ...(cert === undefined ? {} : { cert: read(cert) }),
    ...(key === undefined ? {} : { key: read(key) }),
  };
  return {
    timeoutMs: wholeNumber(flags.timeout),
    ...(Object.keys(tls).length === 0 ? {} : { tls }),
    ...(user === undefined ? {} : { auth: { username: user, password: passwordOf(flags, env) } }),
  };
}

function passwordOf(
  { passwordFile }: ConnectionFlags,
  env: Readonly<Record<string, string | undefined>>,
): string {
  if (passwordFile !== undefined) return read(passwordFile).replace(/\r?\n$/, "");
  const { [passwordVariable]: password } = env;
  if (password !== undefined) return password;
  throw new SoapError(
    "invalid_argument",
    `--user needs a password in ${passwordVariable} or --password-file`,
  );
}

function wholeNumber(text: string): number {
  if (/^[1-9][0-9]{0,8}$/.test(text)) return Number(text);
  throw new SoapError("invalid_argument", "--timeout must be a whole number of milliseconds from 1");
}

/** Throws {@link SoapError} `invalid_argument`, naming the file. */
export function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code = "unreadable" } = cause as NodeJS.ErrnoException;
    throw new SoapError("invalid_argument", `${file} cannot be read: ${code}`, { cause });
  }
}
