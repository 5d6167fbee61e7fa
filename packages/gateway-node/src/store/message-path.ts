import type { Arrival } from "./message.ts";

/** The folder of the messages on the node. */
export const mailFolder = "/storage/mail/processed";

/** The file of a message. */
export function messagePath({ messageId, actionId }: Pick<Arrival, "messageId" | "actionId">): string {
  return `${mailFolder}/${messageId}-${actionId}.eml`;
}

/** The file with the header fields that the gateway added; undefined when it added none. */
export function deltaPath(message: Arrival): string | undefined {
  return isModified(message) ? messagePath(message).replace(/eml$/, "delta") : undefined;
}

/** Whether the gateway added header fields: it does to mail from outside, and lets that of its users go as it is. */
export function isModified({ sasl, listener }: Pick<Arrival, "sasl" | "listener">): boolean {
  return sasl === "" && listener === "mailserver:1";
}
