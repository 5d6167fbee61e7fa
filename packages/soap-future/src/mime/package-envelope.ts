import { randomUUID } from "node:crypto";
import { type SoapVersion } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { envelopeType } from "../http-binding.ts";
import { contentTypeParameter } from "./content-type.ts";
import { type OutgoingPart, writeMultipart } from "./multipart-writer.ts";
import { type Attachment } from "./related-reader.ts";

/** Binary values that are taken out of an envelope (MTOM section 2.3). */
export interface MtomParts {
  readonly attachments: readonly Attachment[];
  /** Takes bytes out: their Content-ID, or undefined when they are too few to be worth it. */
  take(bytes: Uint8Array): string | undefined;
}

export function createMtomParts(thresholdBytes: number): MtomParts {
  const attachments: Attachment[] = [];
  const id = randomUUID();
  return {
    attachments,
    take(content) {
      if (content.length < thresholdBytes) return undefined;
      const contentId = `${attachments.length + 1}.${id}@soap-future`;
      attachments.push({ contentId, contentType: "application/octet-stream", content });
      return contentId;
    },
  };
}

export interface Package {
  readonly soapVersion: SoapVersion;
  /** Absent for an answer. */
  readonly action?: string;
  readonly envelope: string;
  /** Parts that the envelope refers to with `xop:Include`. */
  readonly binaries: readonly Attachment[];
  /** Parts beside it. */
  readonly attachments: readonly Attachment[];
}

/**
 * An envelope with its parts as a multipart/related message: XOP section 4.1 with binaries, else SOAP Messages with
 * Attachments. Throws `encode` for attachments that cannot be sent.
 */
export function packageEnvelope({ soapVersion, action, envelope, binaries, attachments }: Package): {
  headers: Record<string, string>;
  body: Uint8Array;
} {
  const id = randomUUID();
  const boundary = `=_${id}`;
  const root = `root.${id}@soap-future`;
  const type = envelopeType(soapVersion);
  const isXop = binaries.length > 0;
  // SOAP 1.1 says its action in a field of its own, SOAP 1.2 beside its type (RFC 3902).
  const withAction =
    soapVersion === "1.2" && action !== undefined && action !== ""
      ? contentTypeParameter("action", action)
      : "";
  const rootType = isXop ? "application/xop+xml" : type;
  const rootHeaders: OutgoingPart["headers"] = [
    [
      "Content-Type",
      `${rootType}; charset=UTF-8${isXop ? contentTypeParameter("type", type) : ""}${withAction}`,
    ],
    ["Content-Transfer-Encoding", "8bit"],
    ["Content-ID", `<${root}>`],
  ];
  const parts = [...binaries, ...attachments];
  checkIds(parts);
  const contentType =
    "multipart/related" +
    contentTypeParameter("type", rootType) +
    contentTypeParameter("start", `<${root}>`) +
    (isXop ? contentTypeParameter("start-info", type) : "") +
    withAction +
    contentTypeParameter("boundary", boundary);
  return {
    headers: {
      "Content-Type": contentType,
      "MIME-Version": "1.0",
      ...(soapVersion === "1.1" && action !== undefined ? { SOAPAction: `"${action}"` } : {}),
    },
    body: writeMultipart(boundary, [
      { headers: rootHeaders, content: Buffer.from(envelope, "utf8") },
      ...parts.map(partOf),
    ]),
  };
}

function partOf({ contentId, contentType, content }: Attachment): OutgoingPart {
  return {
    headers: [
      ["Content-Type", contentType],
      ["Content-Transfer-Encoding", "binary"],
      ...(contentId === undefined ? [] : [["Content-ID", `<${contentId}>`] as const]),
    ],
    content,
  };
}

function checkIds(parts: readonly Attachment[]): void {
  const seen = new Set<string>();
  for (const { contentId, content } of parts) {
    if (!(content instanceof Uint8Array)) throw refused("the content of an attachment must be a Uint8Array");
    if (contentId === undefined) continue;
    if (!/^[\x21-\x3b\x3d\x3f-\x7e]+$/.test(contentId))
      throw refused(
        "the contentId of an attachment must be printable ASCII without spaces and angle brackets",
      );
    if (seen.has(contentId)) throw refused(`two attachments have the contentId ${contentId}`);
    seen.add(contentId);
  }
}

function refused(what: string): SoapError {
  return new SoapError("encode", what);
}
