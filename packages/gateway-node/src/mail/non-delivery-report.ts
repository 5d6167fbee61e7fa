import { createHash } from "node:crypto";
import { reportMetadata } from "../messages/report.ts";
import type { Arrival, StoredMessage } from "../store/message.ts";

/**
 * The report that goes back to the sender of a message that was not delivered (RFC 3464), from the null sender.
 * Undefined for a message that has none itself: reports about reports never end (RFC 5321 section 6.1).
 */
export function nonDeliveryReport(message: StoredMessage, text: string, at: number): Arrival | undefined {
  if (message.from === "") return undefined;
  return {
    messageId: reportId(message),
    actionId: 1,
    receivedAt: at,
    from: "",
    to: message.from,
    subject: "Undelivered Mail Returned to Sender",
    clientIp: "127.0.0.1",
    helo: "localhost",
    sasl: "",
    // Its text, its status and the headers of the message; what is missing is filled up.
    size: 4_000,
    // It is the gateway's own, and goes the other way.
    listener: "mailserver:2",
    transport: message.listener === "mailserver:1" ? "mailtransport:2" : "mailtransport:1",
    scores: [],
    metadata: reportMetadata({
      reportOf: message.messageId,
      from: message.from,
      recipient: message.to,
      arrivedAt: message.receivedAt,
      diagnostic: text,
    }),
  };
}

/** A UUID made of the message's own, so that the same mail gives the same reports (RFC 9562 section 5.8). */
function reportId({ messageId, actionId, id }: StoredMessage): string {
  const hex = createHash("sha256").update(`${messageId}/${actionId}/${id}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
