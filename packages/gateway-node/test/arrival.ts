import type { Arrival } from "../src/store/message.ts";

/** A message with nothing special about it, except what is given. */
export function arrival(more: Partial<Arrival> = {}): Arrival {
  return {
    messageId: "5f0c7a10-60e0-11e4-ac7b-000c294da5fc",
    actionId: 1,
    receivedAt: 1_414_747_984,
    from: "a@example.com",
    to: "b@example.org",
    subject: "Hello",
    clientIp: "192.0.2.7",
    helo: "mail.example.com",
    sasl: "",
    size: 1_000,
    listener: "mailserver:1",
    transport: "mailtransport:1",
    scores: [],
    metadata: [],
    ...more,
  };
}
