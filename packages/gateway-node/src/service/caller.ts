/** Who calls an operation. */
export interface Caller {
  /** The user name that was given. */
  readonly user: string;
  /** For people; the user name where no other is known. */
  readonly fullName: string;
  /** `read`: operations that change nothing. `full`: all. */
  readonly access: "read" | "full";
}
