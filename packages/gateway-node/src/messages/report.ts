import type { Pair } from "../store/message.ts";

/** What a non-delivery report says. It travels as metadata, so that the report can be made of its row again. */
export interface ReportFacts {
  /** The gateway's id of the message that was not delivered. */
  readonly reportOf: string;
  readonly from: string;
  readonly recipient: string;
  /** Unix seconds UTC. */
  readonly arrivedAt: number;
  /** The reply of the other side, or why it was given up. */
  readonly diagnostic: string;
}

const names = {
  reportOf: "report-of",
  from: "report-sender",
  recipient: "report-recipient",
  arrivedAt: "report-arrived",
  diagnostic: "report-diagnostic",
} as const;

/** The metadata of a report. */
export function reportMetadata(facts: ReportFacts): Pair[] {
  return Object.entries(names).map(([key, first]) => ({
    first,
    second: String(facts[key as keyof typeof names]),
  }));
}

/** What a report says, or undefined for a message that is none. */
export function reportFacts(metadata: readonly Pair[]): ReportFacts | undefined {
  const value = (name: string): string => metadata.find(({ first }) => first === name)?.second ?? "";
  const reportOf = value(names.reportOf);
  if (reportOf === "") return undefined;
  return {
    reportOf,
    from: value(names.from),
    recipient: value(names.recipient),
    arrivedAt: Number(value(names.arrivedAt)),
    diagnostic: value(names.diagnostic),
  };
}

/** Header fields and body of a delivery status notification (RFC 3464) in a multipart/report (RFC 6522), UTF-8. */
export function reportParts(facts: ReportFacts, nodeName: string, boundary: string): string {
  const { from, recipient, reportOf, arrivedAt } = facts;
  const reason = line(facts.diagnostic);
  // A reply begins with its codes, "550 5.1.1 ..."; a person's decision has none.
  const [, status = "5.0.0"] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(reason) ?? [];
  return [
    "Subject: Undelivered Mail Returned to Sender",
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    `This is the mail gateway at ${nodeName}.`,
    "",
    "Your message could not be delivered to",
    `    <${line(recipient)}>`,
    "",
    `The reason: ${reason}`,
    "",
    `--${boundary}`,
    `Content-Type: message/${isAscii(recipient) ? "" : "global-"}delivery-status`,
    "",
    `Reporting-MTA: dns; ${nodeName}`,
    `X-Gateway-Id: ${reportOf}`,
    `Arrival-Date: ${new Date(arrivedAt * 1_000).toUTCString().replace("GMT", "+0000")}`,
    "",
    `Final-Recipient: ${isAscii(recipient) ? "rfc822" : "utf-8"}; ${line(recipient)}`,
    "Action: failed",
    `Status: ${status}`,
    ...(/^\d{3}/.test(reason) ? [`Diagnostic-Code: smtp; ${reason}`] : []),
    "",
    `--${boundary}`,
    "Content-Type: text/rfc822-headers; charset=utf-8",
    "Content-Transfer-Encoding: 8bit",
    "",
    `From: <${line(from)}>`,
    `To: <${line(recipient)}>`,
    "",
    `--${boundary}--`,
    "",
  ].join("\r\n");
}

/** One line of it, however the other side wrote it, and within the 998 bytes of RFC 5322. */
function line(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("\0", "").trim().slice(0, 300);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
