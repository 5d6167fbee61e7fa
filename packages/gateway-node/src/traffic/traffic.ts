import { everything } from "@mailmux/gateway-api";
import { systemClock, type Clock, type Timer } from "../clock.ts";
import type { MailSystem } from "../mail/mail-system.ts";
import { Random } from "../seed/random.ts";
import { Deliveries } from "./deliveries.ts";
import { Destinations } from "./destinations.ts";
import { QuarantineKeeping } from "./quarantine-keeping.ts";
import { Reception } from "./reception.ts";

/** Options of {@link startTraffic}. */
export interface TrafficOptions {
  readonly seed: number;
  readonly nodeName: string;
  /** Messages received per second on average over a week, 0 to 1,000. Default 2. */
  readonly ratePerSecond?: number;
  /** Milliseconds between two steps. Default 1000. */
  readonly stepMs?: number;
  /** History rows kept; the oldest go. Default 1,000,000. */
  readonly maxHistoryRows?: number;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Called when a step failed, for example on a full disk; traffic goes on with the next step. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

/** Mail that comes and goes. */
export interface Traffic {
  /** Changes how many messages are received per second, from the next step on; brought into the range 0 to 1,000. */
  setRate(ratePerSecond: number): void;
  /** Ends it; no step runs after this. May be called twice. */
  stop(): void;
}

/** Seconds between two looks at the length of the history. */
const trimSeconds = 600;

const maxRate = 1_000;

/**
 * Lets mail arrive on a curve over the day and the week, be greylisted, delivered, deferred, bounced, quarantined,
 * released and rejected. Queue and quarantine stay near the size they have at the start.
 */
export function startTraffic(system: MailSystem, options: TrafficOptions): Traffic {
  const {
    clock = systemClock,
    stepMs = 1_000,
    maxHistoryRows = 1_000_000,
    onError,
    seed,
    nodeName,
  } = options;
  const { store } = system;
  const random = new Random(`traffic/${seed}/${nodeName}`);
  const deliveries = new Deliveries(system, random, new Destinations(`${seed}`));
  const reception = new Reception(system, random, nodeName, () => deliveries.noteQueued());
  const quarantine = new QuarantineKeeping(system, random);
  let rate = withinRange(options.ratePerSecond ?? 2);
  let trimmedAt = Math.floor(clock.now() / 1_000);
  let timer: Timer | undefined;

  const step = (now: number): void => {
    const mean = (rate * stepMs) / 1_000;
    store.transaction(() => {
      deliveries.step(now);
      reception.step(now, mean);
    });
    if (random.chance(mean * 0.2)) quarantine.step(now);
    if (now - trimmedAt < trimSeconds) return;
    trimmedAt = now;
    if (store.count("history", everything) > maxHistoryRows) store.trimHistory(maxHistoryRows);
  };

  let stopped = false;
  const schedule = (): void => {
    timer = clock.after(stepMs, () => {
      try {
        step(Math.floor(clock.now() / 1_000));
      } catch (error) {
        onError?.(error);
      }
      if (!stopped) schedule();
    });
  };
  schedule();
  return {
    setRate: (ratePerSecond) => void (rate = withinRange(ratePerSecond)),
    stop() {
      stopped = true;
      timer?.cancel();
    },
  };
}

function withinRange(rate: number): number {
  return Number.isFinite(rate) ? Math.min(maxRate, Math.max(0, rate)) : 0;
}
