import type { Arrival } from "../store/message.ts";
import { localAddress, localDomains, remoteAddress } from "./people.ts";
import { hash, type Random } from "./random.ts";
import { scanResults } from "./scores.ts";
import { subject } from "./subjects.ts";

/** A received message: one arrival for each recipient, and whether it is spam. */
export interface ReceivedMessage {
  readonly kind: "ham" | "spam";
  readonly recipients: readonly Arrival[];
}

/** A message received at `receivedAt` (Unix seconds UTC) by the node with this {@link uuidNode}. */
export function receiveMessage(random: Random, receivedAt: number, node: string): ReceivedMessage {
  const outbound = random.chance(0.35);
  const kind = !outbound && random.chance(0.3) ? "spam" : "ham";
  const from = outbound ? localAddress(random) : random.chance(0.04) ? "" : remoteAddress(random);
  const messageId = timeUuid(random, receivedAt, node);
  const first: Arrival = {
    messageId,
    actionId: 1,
    receivedAt,
    from,
    to: outbound ? remoteAddress(random) : localAddress(random),
    subject: subject(random, kind),
    clientIp: clientIp(random, outbound),
    helo: helo(random, from),
    sasl: outbound && random.chance(0.8) ? from.toLowerCase() : "",
    // No message is smaller than its header and a line.
    size: Math.max(2_000, Math.round(random.logNormal(18_000, 1.6))),
    listener: outbound ? "mailserver:2" : "mailserver:1",
    transport: outbound ? "mailtransport:2" : "mailtransport:1",
    scores: scanResults(random, kind, outbound),
    metadata: random.chance(0.2)
      ? [{ first: "customer", second: random.pick(["Acme", "Nordfrakt", "Halden & Söner"]) }]
      : [],
  };
  const recipients = [first];
  const count = random.chance(0.12) ? random.integer(2, 4) : 1;
  while (recipients.length < count) {
    const to = outbound ? remoteAddress(random) : localAddress(random);
    recipients.push({ ...first, actionId: recipients.length + 1, to });
  }
  return { kind, recipients };
}

/** The node of a UUID, made of a name; it has the bit that says it is no real network card. */
export function uuidNode(nodeName: string): string {
  return `03${hash(nodeName).toString(16).padStart(8, "0")}f1`;
}

/** A version 1 UUID: time first, the node last. */
function timeUuid(random: Random, seconds: number, node: string): string {
  const ticks =
    (BigInt(seconds) * 1_000n + BigInt(random.integer(0, 999))) * 10_000n + BigInt(random.integer(0, 9_999));
  const time = (ticks + 0x01b21dd213814000n).toString(16).padStart(15, "0");
  const clock = (0x8000 | random.integer(0, 0x3fff)).toString(16);
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-${clock}-${node}`;
}

/** Addresses from the ranges set aside for documentation, and private ones inside. */
function clientIp(random: Random, outbound: boolean): string {
  if (random.chance(0.15)) {
    const net = outbound ? "2001:db8:10" : `2001:db8:${random.integer(0x100, 0x10f).toString(16)}`;
    return `${net}::${random.integer(1, 0xffff).toString(16)}`;
  }
  if (outbound) return `10.0.${random.integer(0, 7)}.${random.integer(1, 254)}`;
  return `${random.pick(["192.0.2", "198.51.100", "203.0.113"])}.${random.integer(1, 254)}`;
}

function helo(random: Random, from: string): string {
  const domain = from === "" ? random.pick(localDomains) : from.slice(from.lastIndexOf("@") + 1);
  return random.weighted([
    [`mail.${domain}`, 5],
    [`mx${random.integer(1, 4)}.${domain}`, 3],
    [domain, 2],
    [`[192.0.2.${random.integer(1, 254)}]`, 1],
    [`WIN-${random.hex(8).toUpperCase()}`, 1],
  ]);
}
