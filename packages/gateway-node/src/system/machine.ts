import type { Clock } from "../clock.ts";
import type { NodeIdentity } from "../identity.ts";
import { nextVersion } from "./updates.ts";

/** Options of {@link Machine}. */
export interface MachineOptions {
  readonly clock: Clock;
  readonly identity: NodeIdentity;
  readonly productVersion: string;
}

/** What a node says of itself, which an update or a licence changes. */
export class Machine {
  readonly #clock: Clock;
  readonly #latest: string;
  #version: string;
  #serial: string;
  /** Milliseconds since 1970. */
  #bootedAt: number;

  constructor({ clock, identity, productVersion }: MachineOptions) {
    this.#clock = clock;
    this.#version = productVersion;
    this.#latest = nextVersion(productVersion);
    this.#serial = identity.serial;
    this.#bootedAt = clock.now() - identity.uptimeOffset * 1_000;
  }

  get version(): string {
    return this.#version;
  }

  get serial(): string {
    return this.#serial;
  }

  /** Whole seconds since it was started. */
  get uptime(): number {
    return Math.floor((this.#clock.now() - this.#bootedAt) / 1_000);
  }

  /** Starts anew, with the latest version. */
  boot(): void {
    this.#bootedAt = this.#clock.now();
    this.#version = this.#latest;
  }

  /** Takes the serial number of a licence. */
  license(serial: string): void {
    this.#serial = serial;
  }
}
