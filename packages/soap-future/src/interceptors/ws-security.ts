import { createHash, randomBytes } from "node:crypto";
import { type QName, type SoapVersion } from "../descriptor.ts";
import { SoapError } from "../errors.ts";
import { soap12EnvelopeNamespace, soapEnvelopeNamespace } from "../wsdl/names.ts";
import { type XmlAttribute, type XmlElement } from "../xml/element.ts";
import { type Interceptor, type SoapCall } from "./interceptor.ts";
import { base64Encoding, passwordTypes, wsSecurityNamespace, wsUtilityNamespace } from "./ws-namespaces.ts";

export interface WsSecurityOptions {
  readonly username: string;
  readonly password: string;
  /**
   * `text` sends the password as it is, `digest` a hash of it with a nonce and the time (UsernameToken Profile 1.1 section
   * 3.1). The server must know the password itself to check a digest.
   */
  readonly type: "text" | "digest";
  /** Says until when the message is good. Default: nothing about that. */
  readonly timestamp?: { readonly ttlSeconds: number };
  /** A server that does not know the header must refuse the call. Default true. */
  readonly mustUnderstand?: boolean;
  /** Lets a text password go over plain http, where everybody on the way can read it. Default false. */
  readonly allowPlaintextAuth?: boolean;
  /** Unix milliseconds. Default `Date.now`. */
  readonly now?: () => number;
  /** 16 bytes that nobody can guess. Default: from the system's source of random numbers. */
  readonly nonce?: () => Uint8Array;
}

const security: QName = { namespace: wsSecurityNamespace, name: "Security" };
const noAttributes: readonly XmlAttribute[] = [];

/** WS-Security 1.1 UsernameToken and Timestamp on every call. The token is new for each, also for each attempt of a retry. */
export function wsSecurity(options: WsSecurityOptions): Interceptor {
  const { allowPlaintextAuth = false, now = Date.now, nonce = () => randomBytes(16), timestamp } = options;
  if (timestamp !== undefined && !(Number.isFinite(timestamp.ttlSeconds) && timestamp.ttlSeconds > 0))
    throw new SoapError("invalid_argument", "ttlSeconds of a timestamp must be above 0");
  return (next) => (call) => {
    refusePlaintext(call, options.type === "text" && !allowPlaintextAuth);
    const moment = now();
    const header = securityHeader(call.soapVersion, options, [
      ...(timestamp === undefined ? [] : [timestampElement(moment, timestamp.ttlSeconds)]),
      usernameToken(options, moment, nonce),
    ]);
    return next({ ...call, headerElements: [...call.headerElements, header] });
  };
}

function refusePlaintext({ endpoint }: SoapCall, sensitive: boolean): void {
  if (!sensitive || !endpoint.startsWith("http:")) return;
  throw new SoapError(
    "invalid_argument",
    "a text password over plain http can be read by everybody on the way: use https or a digest, or set allowPlaintextAuth",
  );
}

function securityHeader(
  soapVersion: SoapVersion,
  { mustUnderstand = true }: WsSecurityOptions,
  children: readonly XmlElement[],
): XmlElement {
  const [namespace, value] =
    soapVersion === "1.1" ? [soapEnvelopeNamespace, "1"] : [soap12EnvelopeNamespace, "true"];
  const attributes = mustUnderstand ? [{ namespace, name: "mustUnderstand", value }] : [];
  return { ...security, attributes, children };
}

/** WS-Security 1.1 section 10. */
function timestampElement(moment: number, ttlSeconds: number): XmlElement {
  const expires = moment + ttlSeconds * 1000;
  return utility("Timestamp", [
    utility("Created", [instant(moment)]),
    utility("Expires", [instant(expires)]),
  ]);
}

function usernameToken(
  { username, password, type }: WsSecurityOptions,
  moment: number,
  nonce: () => Uint8Array,
): XmlElement {
  const named = token("Username", [username]);
  const typed = (text: string): XmlElement =>
    token("Password", [text], [{ namespace: "", name: "Type", value: passwordTypes[type] }]);
  if (type === "text") return token("UsernameToken", [named, typed(password)]);
  const bytes = nonce();
  const created = instant(moment);
  const encoded = token(
    "Nonce",
    [Buffer.from(bytes).toString("base64")],
    [{ namespace: "", name: "EncodingType", value: base64Encoding }],
  );
  const digest = passwordDigest(bytes, created, password);
  return token("UsernameToken", [named, typed(digest), encoded, utility("Created", [created])]);
}

/** UsernameToken Profile 1.1 section 3.1: Base64(SHA-1(nonce + created + password)). SHA-1 is what the profile says. */
export function passwordDigest(nonce: Uint8Array, created: string, password: string): string {
  return createHash("sha1").update(nonce).update(created, "utf8").update(password, "utf8").digest("base64");
}

const instant = (moment: number): string => new Date(moment).toISOString();

function token(name: string, children: XmlElement["children"], attributes = noAttributes): XmlElement {
  return { namespace: wsSecurityNamespace, name, attributes, children };
}

function utility(name: string, children: XmlElement["children"]): XmlElement {
  return { namespace: wsUtilityNamespace, name, attributes: [], children };
}
