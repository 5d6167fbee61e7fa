import MailComposer from "nodemailer/lib/mail-composer";
import { Random } from "../seed/random.ts";
import type { RawMessage } from "../store/mail-store.ts";
import { isModified } from "../store/message-path.ts";
import type { StoredMessage } from "../store/message.ts";
import { messageContent } from "./content.ts";
import { fillTo } from "./fill.ts";
import { reportFacts, reportParts } from "./report.ts";

/** What of a row its message is made of. */
export type MessageSeed = Pick<
  StoredMessage,
  | "messageId"
  | "actionId"
  | "receivedAt"
  | "from"
  | "to"
  | "subject"
  | "clientIp"
  | "helo"
  | "sasl"
  | "size"
  | "listener"
  | "scores"
  | "metadata"
>;

/**
 * The message of a row. Nothing of it is stored: the same row gives the same bytes, as many as the row says where the
 * headers alone are not more.
 */
export async function composeMessage(row: MessageSeed, nodeName: string): Promise<RawMessage> {
  const report = reportFacts(row.metadata);
  if (report !== undefined) {
    const bytes = Buffer.from(writeReport(row, nodeName, reportParts(report, nodeName, boundaryOf(row))));
    return { original: fillTo(bytes, row.size), delta: addedHeaders(row, nodeName) };
  }
  const random = new Random(`message/${row.messageId}/${row.actionId}`);
  const subject = printable(row.subject);
  const content = messageContent(random, subject, row.size - 3_000);
  const large = await write(row, nodeName, content);
  // Some messages are smaller than anything interesting would be.
  const raw =
    large.length <= row.size ? large : await write(row, nodeName, { text: "Ok.\n", attachments: [] });
  return { original: fillTo(raw, row.size), delta: addedHeaders(row, nodeName) };
}

async function write(
  row: MessageSeed,
  nodeName: string,
  {
    text,
    html,
    attachments,
    extraHeaders = [],
    mangle = (message) => message,
  }: ReturnType<typeof messageContent>,
): Promise<Buffer> {
  const composer = new MailComposer({
    from: row.from === "" ? `MAILER-DAEMON@${row.helo || "localhost"}` : row.from,
    to: row.to,
    subject: printable(row.subject),
    date: new Date(row.receivedAt * 1_000),
    messageId: `<${row.messageId}@${hostOf(row)}>`,
    encoding: "quoted-printable",
    textEncoding: "quoted-printable",
    baseBoundary: boundaryOf(row),
    // The caller's texts name no files and no places: everything is given.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    attachments: attachments.map((each) => ({ ...each })),
  } as ConstructorParameters<typeof MailComposer>[0]);
  // Texts keep the line ends that they were given with.
  const composed = (await composer.compile().build()).toString("latin1").replace(/\r?\n/g, "\r\n");
  const head = [received(row, nodeName), ...extraHeaders].join("\r\n");
  return Buffer.from(mangle(`${head}\r\n${composed}`), "latin1");
}

/** A report comes from the gateway itself, and from nobody who could be sent one back. */
function writeReport(row: MessageSeed, nodeName: string, parts: string): string {
  return [
    received(row, nodeName),
    `From: Mail Delivery System <MAILER-DAEMON@${nodeName}>`,
    `To: <${row.to.replace(/[\r\n\0]/g, "")}>`,
    `Date: ${rfc5322Date(row.receivedAt)}`,
    `Message-ID: <${row.messageId}@${nodeName}>`,
    parts,
  ].join("\r\n");
}

function boundaryOf({ messageId }: MessageSeed): string {
  return messageId.replaceAll("-", "");
}

function received(row: MessageSeed, nodeName: string): string {
  const protocol = row.sasl === "" ? "ESMTPS" : "ESMTPSA";
  return [
    `Received: from ${ascii(row.helo) || "unknown"} (unknown [${ascii(row.clientIp)}])`,
    `\tby ${nodeName} (${ascii(row.listener)}) with ${protocol}`,
    `\tid ${row.messageId};`,
    `\t${rfc5322Date(row.receivedAt)}`,
  ].join("\r\n");
}

/** What the gateway says about mail that it modifies. */
function addedHeaders(row: MessageSeed, nodeName: string): string {
  if (!isModified(row)) return "";
  const domain = ascii(row.from.slice(row.from.lastIndexOf("@") + 1)) || "unknown";
  const lines = [
    `Authentication-Results: ${nodeName}; spf=pass smtp.mailfrom=${domain}; dkim=none`,
    ...row.scores
      .filter(({ first }) => first === "0")
      .map(({ second }) => `X-Spam-Score: ${ascii(second.split("|")[0] ?? "")}`),
    `X-Gateway-Id: ${row.messageId}`,
  ];
  return `${lines.join("\r\n")}\r\n`;
}

function hostOf({ from, helo }: MessageSeed): string {
  const domain = ascii(from.slice(from.lastIndexOf("@") + 1));
  return domain || ascii(helo) || "localhost";
}

/** Header fields of the trace are ASCII without controls, whatever a client said. */
function ascii(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "").slice(0, 200);
}

/** A subject may hold anything but what would end its line. */
function printable(text: string): string {
  return text.replace(/[\r\n\0]+/g, " ");
}

/** `Tue, 24 Nov 2026 06:00:00 +0000` */
function rfc5322Date(seconds: number): string {
  return new Date(seconds * 1_000).toUTCString().replace("GMT", "+0000");
}
