import { type SoapVersion } from "./descriptor.ts";
import { contentTypeParameter } from "./mime/content-type.ts";

/** The media type of an envelope: SOAP 1.1 section 6, SOAP 1.2 part 2 section 7 and RFC 3902. */
export function envelopeType(version: SoapVersion): string {
  return version === "1.1" ? "text/xml" : "application/soap+xml";
}

/** The header fields that go with an envelope which is the whole body. */
export function envelopeHeaders(version: SoapVersion, action: string): Record<string, string> {
  const type = `${envelopeType(version)}; charset=utf-8`;
  if (version === "1.1") return { "Content-Type": type, SOAPAction: `"${action}"` };
  return { "Content-Type": action === "" ? type : type + contentTypeParameter("action", action) };
}

/** True for the media types that an envelope may come in. */
export function isEnvelopeType(contentType: string): boolean {
  return /^(?:text|application)\/(?:[a-z0-9.+-]+\+)?xml(?:[;\s]|$)/i.test(contentType);
}

/** Adds fields to others, whose names may be spelled otherwise; the later ones hold. */
export function mergeHeaders(
  fields: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = { ...fields };
  const names = new Set(Object.keys(more).map((name) => name.toLowerCase()));
  for (const name of Object.keys(merged)) if (names.has(name.toLowerCase())) delete merged[name];
  return Object.assign(merged, more);
}
