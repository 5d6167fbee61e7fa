import { HttpTlsError } from "./errors.ts";

/** The value of an Authorization or Proxy-Authorization field (RFC 7617), in UTF-8. */
export function basicAuthorization({
  username,
  password,
}: {
  readonly username: string;
  readonly password: string;
}): string {
  if (username.includes(":")) {
    throw new HttpTlsError(
      "invalid_argument",
      "a user name for Basic authentication cannot hold a colon (RFC 7617)",
    );
  }
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
