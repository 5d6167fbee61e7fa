import type { Random } from "./random.ts";

/** Fills `{domain}`, `{to}`, `{ip}`, `{id}` and `{host}` in. */
function fill(text: string, random: Random, to: string): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const domain = to.slice(to.lastIndexOf("@") + 1);
    switch (name) {
      case "to":
        return to;
      case "domain":
        return domain;
      case "host":
        return `mx${random.integer(1, 3)}.${domain}`;
      case "ip":
        return `203.0.113.${random.integer(1, 254)}`;
      default:
        return random.hex(10).toUpperCase();
    }
  });
}

const delivered = [
  "250 2.0.0 Ok: queued as {id}",
  "250 2.6.0 <{id}@{host}> Queued mail for delivery",
  "250 OK id=1{id}",
  "250 2.0.0 {id} Message accepted for delivery",
] as const;

const deferred = [
  "451 4.7.1 <{to}>: Recipient address rejected: Greylisted, see http://postgrey.example/help/{domain}.html",
  "421 4.7.0 {host} Too many connections from your address, try again later",
  "452 4.2.2 <{to}>: Mailbox full",
  "450 4.1.1 <{to}>: Recipient address rejected: unverified address: Address verification in progress",
  "451 4.3.0 Temporary lookup failure",
  "connect to {host}[{ip}]:25: Connection timed out",
  "connect to {host}[{ip}]:25: Connection refused",
  "lost connection with {host}[{ip}] while sending end of data",
  "TLS handshake with {host}[{ip}] failed: wrong version number",
  "Host or domain name not found: DNS error for {domain} type=MX: SERVFAIL",
  // The other side writes what it likes into its replies.
  "450 4.7.1 <b>Blocked</b> by policy, visit <a href=javascript:alert(1)>our site</a>",
] as const;

const bounced = [
  "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table",
  "552 5.2.2 <{to}>: Mailbox is over its quota",
  "554 5.7.1 Message refused by the policy of {domain}",
  "550 5.7.26 Unauthenticated mail from this domain is not accepted",
  "Host or domain name not found: {domain} has no MX and no address record",
] as const;

const rejected = [
  "550 5.7.1 Client host [{ip}] blocked using bl.blocklist.example",
  "550 5.1.1 <{to}>: Recipient unknown",
  "554 5.7.1 Spam message rejected (score 14.2)",
  "550 5.7.23 SPF validation failed",
  "552 5.3.4 Message size exceeds fixed limit",
  "554 5.7.1 Virus Eicar-Test-Signature found in message",
] as const;

const greylisted = [
  "451 4.7.1 Greylisted, please try again in 300 seconds",
  "450 4.7.1 Client host rejected: cannot find your reverse hostname, [{ip}]",
  "452 4.3.1 Insufficient system storage",
] as const;

const deleted = [
  "Deleted by rule: known mailing with no subscriber",
  "Deleted by rule: virus found",
  "Quarantine lifetime ended",
] as const;

const failed = [
  "Script error: DNS lookup timed out in DATA flow, line 14",
  "Content scanner not available: connection refused",
] as const;

const texts = { delivered, deferred, bounced, rejected, greylisted, deleted, failed };

/** What was said when something became of a message; `deferred` is also the error of a queued one. */
export function reply(kind: keyof typeof texts, random: Random, to: string): string {
  return fill(random.pick<string>(texts[kind]), random, to);
}

/** The last error of a message that has been given up. */
export function givenUp(retries: number, lastError: string): string {
  return `Delivery given up after ${retries} attempts. Last error: ${lastError}`;
}
