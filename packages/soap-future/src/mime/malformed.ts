import { SoapError } from "../errors.ts";

/** The other side's message is not right MIME. */
export function malformed(what: string): SoapError {
  return new SoapError("decode", `malformed multipart message: ${what}`);
}

/** The other side's message holds more than it may. */
export function tooMuch(what: string, limit: string, value: number): SoapError {
  return new SoapError("decode", `too much of one thing: ${what} past ${limit} (${value})`);
}
