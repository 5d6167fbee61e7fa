import type { MailEventKind } from "../events/mail-events.ts";

/** What a segment of TCP carries. */
const segmentBytes = 1_448;

/** Bytes of headers of a segment. */
const headerBytes = 66;

/** Bytes of an exchange of SMTP in which no message goes: greeting, commands, replies, and TLS. */
const talkBytes = 3_000;

/** What a network card has carried. */
export interface Carried {
  bytesIn: number;
  bytesOut: number;
  packetsIn: number;
  packetsOut: number;
}

/** The made-up network card of a node, over which its mail comes and goes. */
export class NetworkTotals {
  readonly totals: Carried = { bytesIn: 0, bytesOut: 0, packetsIn: 0, packetsOut: 0 };

  /** A message of this size came, went, or was only talked of. */
  note(kind: MailEventKind, size: number): void {
    if (kind === "queued" || kind === "quarantined") this.#carry(size + talkBytes, talkBytes);
    else if (kind === "delivered") this.#carry(talkBytes, size + talkBytes);
    else if (kind !== "released") this.#carry(talkBytes, talkBytes);
  }

  #carry(bytesIn: number, bytesOut: number): void {
    const packetsIn = Math.ceil(bytesIn / segmentBytes) + Math.ceil(bytesOut / segmentBytes / 2);
    const packetsOut = Math.ceil(bytesOut / segmentBytes) + Math.ceil(bytesIn / segmentBytes / 2);
    this.totals.bytesIn += bytesIn + packetsIn * headerBytes;
    this.totals.bytesOut += bytesOut + packetsOut * headerBytes;
    this.totals.packetsIn += packetsIn;
    this.totals.packetsOut += packetsOut;
  }
}
