import { channel } from "node:diagnostics_channel";
import { type HttpTlsError } from "./errors.ts";
import { type Leniency } from "./wire/leniency.ts";

/**
 * Events for whoever wants to watch (node:diagnostics_channel); each costs nothing while nobody subscribes. No
 * event holds a credential, a field value or the query of a path.
 */
export const diagnosticsChannels = {
  /** A connection is ready: {@link ConnectionEvent}. */
  connect: "mailmux:http-tls:connect",
  /** A connection has been closed: {@link DisconnectEvent}. */
  disconnect: "mailmux:http-tls:disconnect",
  /** A request is being sent: {@link RequestEvent}. */
  request: "mailmux:http-tls:request",
  /** The head of its response has come: {@link ResponseEvent}. */
  response: "mailmux:http-tls:response",
  /** The exchange has ended well: {@link EndEvent}. */
  end: "mailmux:http-tls:end",
  /** A request has failed, or could not be sent: {@link ErrorEvent}. */
  error: "mailmux:http-tls:error",
  /** A response needed one of the options in `lenient`: {@link LeniencyEvent}. */
  leniency: "mailmux:http-tls:leniency",
} as const;

/** What every event has: the origin's host and port. */
export interface PeerEvent {
  readonly host: string;
  readonly port: number;
}

/** See `diagnosticsChannels.connect`. */
export interface ConnectionEvent extends PeerEvent {
  readonly secure: boolean;
  /** Milliseconds for name lookup and TCP, and for TLS. */
  readonly tcpMs: number;
  readonly tlsMs: number | undefined;
  /** True when a pin is a SHA-1 fingerprint, which no longer proves much. */
  readonly weakPin: boolean;
}

/** See `diagnosticsChannels.disconnect`. */
export interface DisconnectEvent extends PeerEvent {
  /** Requests that the connection has carried. */
  readonly requests: number;
}

/** See `diagnosticsChannels.request`. */
export interface RequestEvent extends PeerEvent {
  readonly method: string;
  /** Without the query, which may hold secrets. */
  readonly path: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** True when the connection had carried an earlier request. */
  readonly reused: boolean;
}

/** See `diagnosticsChannels.response`. */
export interface ResponseEvent extends RequestEvent {
  readonly status: number;
}

/** See `diagnosticsChannels.end`. */
export interface EndEvent extends ResponseEvent {
  /** Bytes on the wire above TLS, heads and framing included. */
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** See `diagnosticsChannels.error`. */
export interface ErrorEvent extends PeerEvent {
  readonly error: HttpTlsError;
}

/** See `diagnosticsChannels.leniency`. */
export interface LeniencyEvent extends RequestEvent {
  readonly name: Leniency;
}

/** @internal */
export const diagnostics = {
  connect: channel(diagnosticsChannels.connect),
  disconnect: channel(diagnosticsChannels.disconnect),
  request: channel(diagnosticsChannels.request),
  response: channel(diagnosticsChannels.response),
  end: channel(diagnosticsChannels.end),
  error: channel(diagnosticsChannels.error),
  leniency: channel(diagnosticsChannels.leniency),
};
