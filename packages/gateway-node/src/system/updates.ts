import type { Clock, Timer } from "../clock.ts";
import { fault } from "../service/fault.ts";

/** How long each step of an update takes, in milliseconds. */
export interface UpdateTiming {
  readonly downloadMs: number;
  readonly verifyMs: number;
  readonly installMs: number;
  /** How long the node cannot be reached. */
  readonly rebootMs: number;
}

export const defaultUpdateTiming: UpdateTiming = {
  downloadMs: 20_000,
  verifyMs: 3_000,
  installMs: 10_000,
  rebootMs: 30_000,
};

/** What an update works on. */
export interface UpdatesOptions {
  readonly clock: Clock;
  readonly timing: UpdateTiming;
  /** Takes the node off the network. */
  readonly shutDown: () => void;
  /** Starts the node, which from now on is the new version. */
  readonly boot: () => void;
}

type State =
  | { readonly step: "idle" | "verifying" | "ready" | "installing" | "rebooting" }
  | { readonly step: "downloading"; readonly since: number };

/**
 * The life of an update: download (0 to 100 percent), verification (101), ready (102), installation (103), reboot.
 * All its methods throw the fault that is the answer.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #state: State = { step: "idle" };
  #timer: Timer | undefined;

  constructor(options: UpdatesOptions) {
    this.#options = options;
  }

  /** What updateDownloadStatus says. */
  status(): number {
    switch (this.#state.step) {
      case "downloading":
        return this.#percent(this.#state.since);
      case "verifying":
        return 101;
      case "ready":
        return 102;
      case "installing":
      case "rebooting":
        return 103;
      case "idle":
        throw fault("No pending update");
    }
  }

  /** Begins to download. That the node is up to date already is no reason not to. */
  start(): void {
    if (this.#state.step !== "idle") throw fault("An update is already pending");
    const { clock, timing } = this.#options;
    this.#enter({ step: "downloading", since: clock.now() }, timing.downloadMs, () =>
      this.#enter({ step: "verifying" }, timing.verifyMs, () => {
        this.#state = { step: "ready" };
      }),
    );
  }

  /** Ends the download, and forgets what there is of it. */
  cancel(): void {
    if (this.#state.step === "idle") throw fault("No pending update");
    if (this.#isInstalling()) throw fault("An installation cannot be cancelled");
    this.stop();
    this.#state = { step: "idle" };
  }

  /** Installs what was downloaded, and starts the node anew. */
  install(): void {
    if (this.#state.step === "idle") throw fault("No pending update");
    if (this.#isInstalling()) throw fault("The update is already being installed");
    if (this.#state.step !== "ready") throw fault("The update is not ready to be installed");
    const { timing, shutDown, boot } = this.#options;
    this.#enter({ step: "installing" }, timing.installMs, () => {
      shutDown();
      this.#enter({ step: "rebooting" }, timing.rebootMs, () => {
        this.#state = { step: "idle" };
        boot();
      });
    });
  }

  /** Nothing happens from now on. */
  stop(): void {
    this.#timer?.cancel();
  }

  #enter(state: State, afterMs: number, next: () => void): void {
    this.#state = state;
    this.#timer = this.#options.clock.after(afterMs, next);
  }

  #isInstalling(): boolean {
    return this.#state.step === "installing" || this.#state.step === "rebooting";
  }

  #percent(since: number): number {
    const { clock, timing } = this.#options;
    return Math.min(100, Math.floor(((clock.now() - since) * 100) / Math.max(1, timing.downloadMs)));
  }
}

/** The version behind this one: its last number is one more, as in 4.8-p1 and 4.8-p2. */
export function nextVersion(version: string): string {
  const match = /^(.*?)(\d{1,9})(\D*)$/s.exec(version);
  return match === null ? `${version}-p1` : `${match[1]}${Number(match[2]) + 1}${match[3]}`;
}
