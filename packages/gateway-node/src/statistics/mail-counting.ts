import type { MailEvent } from "../events/mail-events.ts";
import type { HistoryTally } from "../store/mail-store.ts";
import type { Arrival, StoredMessage } from "../store/message.ts";
import type { Caches } from "./caches.ts";
import type { Counters } from "./counters.ts";
import { actionOfRow, domainOf, domainOfAddress, rowOfEvent } from "./keys.ts";
import type { Rates } from "./rates.ts";

/** What is counted into. */
export interface CountingPlaces {
  readonly counters: Counters;
  readonly rates: Rates;
  readonly caches: Caches;
  /** Domains that have counters of their own, in lower case. */
  readonly domains: () => ReadonlySet<string>;
}

const hour = 3_600;
const day = 24 * hour;

/** A rate that limits nobody and only counts. */
const noLimit = 10_000_000;

/** The part of refused mail that is refused for its address, and of all mail that comes by IPv6, in a seeded history. */
const blockedShare = 0.17;
const ipv6Share = 0.15;

/** Counts what happens. */
export function countEvent(places: CountingPlaces, { kind, at, message, text }: MailEvent): void {
  const { counters, rates, caches } = places;
  if (kind === "queued" || kind === "quarantined" || kind === "rejected" || kind === "deferred") {
    countReception(places, message, at, kind === "rejected" && isBlock(text));
  }
  if (kind === "queued") countAction(places, "mail:action:allow", message, 1, at);
  const row = rowOfEvent(kind);
  if (row !== undefined) {
    const action = actionOfRow(row);
    if (action !== undefined) countAction(places, `mail:action:${action}`, message, 1, at);
    countAction(places, "mail:total", message, 1, at);
    counters.add(["hsl:stat", "ip-family", familyOf(message)], 1, at);
  }
  if (kind === "delivered" || kind === "retried") {
    const domain = domainOfAddress(message.to);
    rates.hit("outbound-by-domain", domain, noLimit, hour, at);
    caches.ask("queued", "", "mx_lookup", domain);
  }
  if (kind === "delivered") rates.hit("daily-stat", "delivered", noLimit, day, at);
}

/** Counts what the history has of one kind. */
export function countTally(places: CountingPlaces, tally: HistoryTally): void {
  const { listener, senderDomain, recipientDomain, count, first, last } = tally;
  const message = { listener, from: `@${senderDomain}`, to: `@${recipientDomain}` };
  const action = actionOfRow(tally.action);
  const add = (key1: string, amount: number) => countAction(places, key1, message, amount, last, first);
  if (action !== undefined) add(`mail:action:${action}`, count);
  // What was delivered or came back had been let in.
  if (action === "deliver" || tally.action === "BOUNCE") add("mail:action:allow", count);
  add("mail:total", count);
  const blocked = action === "reject" ? Math.round(count * blockedShare) : 0;
  const ipv6 = Math.round(count * ipv6Share);
  const { counters } = places;
  if (blocked > 0) {
    add("mail:action:block", blocked);
    counters.add(["ippolicy:blocked", listener, ""], blocked, last, first);
  }
  counters.add(["ippolicy:allow", listener, ""], count - blocked, last, first);
  counters.add(["hsl:stat", "ip-family", "ipv4"], count - ipv6, last, first);
  counters.add(["hsl:stat", "ip-family", "ipv6"], ipv6, last, first);
}

/** Fills rates and caches from messages that came lately, oldest first. */
export function countRecent(places: CountingPlaces, rows: readonly StoredMessage[]): void {
  for (const row of rows) {
    rateReception(places, row, row.receivedAt);
    if (row.action !== "DELIVER") continue;
    const domain = domainOfAddress(row.to);
    places.rates.hit("outbound-by-domain", domain, noLimit, hour, row.receivedAt);
    places.rates.hit("daily-stat", "delivered", noLimit, day, row.receivedAt);
    places.caches.ask("queued", "", "mx_lookup", domain);
  }
}

function countReception(places: CountingPlaces, message: Arrival, at: number, isBlocked: boolean): void {
  rateReception(places, message, at);
  if (isBlocked) countAction(places, "mail:action:block", message, 1, at);
  places.counters.add([isBlocked ? "ippolicy:blocked" : "ippolicy:allow", message.listener, ""], 1, at);
}

function rateReception({ rates, caches }: CountingPlaces, message: Arrival, at: number): void {
  if (message.listener === "mailserver:1") {
    rates.hit("inbound-by-ip", message.clientIp, noLimit, hour, at);
    caches.ask("smtpd", "", "dns_blocklist", message.clientIp);
  } else if (message.from !== "") {
    rates.hit(
      "outbound-by-sender",
      message.sasl === "" ? message.from.toLowerCase() : message.sasl,
      noLimit,
      hour,
      at,
    );
  }
}

/** For the domain where it is ours, and for all of the server under a blank one. */
function countAction(
  { counters, domains }: CountingPlaces,
  key1: string,
  message: Pick<Arrival, "from" | "to" | "listener">,
  amount: number,
  at: number,
  since = at,
): void {
  const domain = domainOf(message, domains());
  if (domain !== undefined) counters.add([key1, message.listener, domain], amount, at, since);
  counters.add([key1, message.listener, ""], amount, at, since);
}

/** Whether the client was refused for its address, whatever it was about to send. */
function isBlock(text: string): boolean {
  return /\bblocked using\b/.test(text);
}

function familyOf({ clientIp }: Arrival): "ipv4" | "ipv6" {
  return clientIp.includes(":") ? "ipv6" : "ipv4";
}
