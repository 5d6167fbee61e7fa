import { hash } from "../seed/random.ts";
import type { StoredMessage } from "../store/message.ts";

/** What an attempt meets at the other side, with its text (RFC 3463 has the numbers). */
export type Refused =
  | { readonly kind: "temporary"; readonly text: string }
  | { readonly kind: "permanent"; readonly text: string };

/** A server that takes mail for a domain. */
export interface Server {
  readonly host: string;
  readonly ip: string;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Domains whose attempts of the last minute are counted; the one that was tried least recently makes room. */
const maxDomains = 1_000;

/**
 * The servers of the world as one node sees them. Who is down, which mailbox is full and who greylists follows from the
 * seed and the time alone, so that all mail to one place meets the same there.
 */
export class Destinations {
  readonly #seed: string;
  readonly #tries = new Map<string, { minute: number; count: number }>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** The server that an attempt goes to: another one each time, if the domain has several. */
  server({ to, retries }: Pick<StoredMessage, "to" | "retries">): Server {
    const domain = domainOf(to);
    const servers = 1 + (this.#draw("servers", domain) % 3);
    const host = `mx${1 + ((this.#draw("first", to) + retries) % servers)}.${domain}`;
    return { host, ip: `203.0.113.${1 + (hash(host) % 254)}` };
  }

  /** Notes an attempt, and tells why it cannot succeed now; undefined when it may. */
  refuses(message: StoredMessage, at: number): Refused | undefined {
    const { to } = message;
    const domain = domainOf(to);
    const { host, ip } = this.server(message);
    if (this.#isThrottled(domain, at)) {
      return temporary(`421 4.7.0 ${host} Too many connections from your address, try again later`);
    }
    if (this.isDown(domain, at)) {
      const what = this.#draw("way down", domain) % 2 === 0 ? "timed out" : "refused";
      return temporary(`connect to ${host}[${ip}]:25: Connection ${what}`);
    }
    if (this.#draw("unknown", to) % 50 === 0) {
      return permanent(
        `550 5.1.1 <${to}>: Recipient address rejected: User unknown in virtual mailbox table`,
      );
    }
    if (message.retries === 0 && this.#draw("greylists", domain) % 4 === 0) {
      return temporary(
        `451 4.7.1 <${to}>: Recipient address rejected: Greylisted, see https://postgrey.example/help/${domain}`,
      );
    }
    if (this.#draw(`full ${Math.floor(at / day)}`, to) % 40 === 0) {
      return temporary(`452 4.2.2 <${to}>: Mailbox full`);
    }
    return undefined;
  }

  /** A server of this domain does not answer: for twenty minutes to over an hour, now and then. */
  isDown(domain: string, at: number): boolean {
    const slot = Math.floor(at / (2 * hour));
    const draw = this.#draw(`down ${slot}`, domain);
    if (draw % 12 !== 0) return false;
    const begin = ((draw >>> 8) % 40) * minute;
    const length = (20 + ((draw >>> 16) % 60)) * minute;
    const since = at - slot * 2 * hour - begin;
    return since >= 0 && since < length;
  }

  /** What else goes wrong with a domain at this hour. */
  trouble(message: StoredMessage, at: number): Refused {
    const domain = domainOf(message.to);
    const { host, ip } = this.server(message);
    const texts = [
      "451 4.3.0 Temporary lookup failure",
      "452 4.3.1 Insufficient system storage",
      `lost connection with ${host}[${ip}] while sending end of data`,
      `TLS handshake with ${host}[${ip}] failed: wrong version number`,
      `Host or domain name not found: DNS error for ${domain} type=MX: SERVFAIL`,
      `450 4.1.1 <${message.to}>: Recipient address rejected: unverified address: Address verification in progress`,
      // The other side writes what it likes into its replies.
      "450 4.7.1 <b>Blocked</b> by policy, visit <a href=javascript:alert(1)>our site</a>",
    ];
    return temporary(texts[this.#draw(`trouble ${Math.floor(at / hour)}`, domain) % texts.length] ?? "");
  }

  /** Many attempts within a minute are too many for some. */
  #isThrottled(domain: string, at: number): boolean {
    const now = Math.floor(at / minute);
    const known = this.#tries.get(domain);
    const count = known?.minute === now ? known.count + 1 : 1;
    this.#tries.delete(domain);
    this.#tries.set(domain, { minute: now, count });
    if (this.#tries.size > maxDomains) {
      const [oldest] = this.#tries.keys();
      if (oldest !== undefined) this.#tries.delete(oldest);
    }
    return count > 15 + (this.#draw("limit", domain) % 60);
  }

  #draw(what: string, of: string): number {
    return hash(`${this.#seed}/${what}/${of}`);
  }
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

function temporary(text: string): Refused {
  return { kind: "temporary", text };
}

function permanent(text: string): Refused {
  return { kind: "permanent", text };
}
