/** A user name and a password that does not show when it is printed, logged or turned into JSON. */
export class Credentials {
  readonly username: string;
  readonly #password: string;

  constructor(username: string, password: string) {
    this.username = username;
    this.#password = password;
  }

  /** The password in clear: for the one place that sends it. */
  reveal(): string {
    return this.#password;
  }
}
