// Generated from a WSDL. Do not edit: change the WSDL and generate again.

/** The operations of Gateway, namespace urn:halon. */
export type GatewayService = {
  /** The product version, such as 4.8-p1. */
  getVersion: { input: GetVersion; output: GetVersionResponse };
  /** Seconds since the system started. */
  getUptime: { input: GetUptime; output: GetUptimeResponse };
  /** The serial number of the node: digits, unique per node. */
  getSerial: { input: GetSerial; output: GetSerialResponse };
  /** Succeeds when the credentials are accepted. */
  login: { input: Login; output: LoginResponse };
  /** Messages in the queue and in quarantine, newest first. */
  mailQueue: { input: MailQueue; output: MailQueueResponse };
  /** One row per recipient and action, newest first. */
  mailHistory: { input: MailHistory; output: MailHistoryResponse };
};

export interface GetVersion {
}

export interface GetVersionResponse {
  result: string;
}

export interface GetUptime {
}

export interface GetUptimeResponse {
  result: number | bigint;
}

export interface GetSerial {
}

export interface GetSerialResponse {
  result: string;
}

export interface Login {
}

export interface LoginResponse {
  result: LoginResult;
}

export interface LoginResult {
  /** The user's full name, or the user name. */
  fullname: string;
  /** The address that the node sees. */
  remotehost?: string;
}

export interface MailQueue {
  filter: string;
  offset?: number;
  limit?: number;
  options?: MailOptions;
}

export interface MailOptions {
  /** Asks for the number of all matches. */
  totalhits?: boolean;
}

export interface MailQueueResponse {
  result: MessageList;
  totalhits?: number | bigint;
}

export interface MessageList {
  item: Message[];
}

export interface Message {
  /** Queue id, or history id; 64 bits. */
  id: number | bigint;
  /** Message id of the gateway: a lower-case UUID, shared by all recipients. */
  msgid: string;
  /** Number of the recipient within the message, from 1. */
  msgactionid: number;
  /** Reception time as local-clock epoch seconds. */
  msgts: number | bigint;
  /** Reception time, UTC epoch seconds. */
  msgts0: number | bigint;
  /** DELIVER or QUARANTINE in the queue; the action taken in the history. */
  msgaction: string;
  /** Envelope sender; empty for bounces. */
  msgfrom: string;
  /** Envelope recipient. */
  msgto: string;
  /** Decoded subject, UTF-8. */
  msgsubject?: Uint8Array;
  /** Address of the SMTP client. */
  msgfromserver: string;
  /** HELO or EHLO name. */
  msghelo?: string;
  /** SASL user name. */
  msgsasl?: string;
  /** Size in bytes. */
  msgsize?: number | bigint;
  /** SMTP server that received it, such as mailserver:1. */
  msglistener?: string;
  /** Transport, such as mailtransport:1. */
  msgtransport?: string;
  /** Quarantine profile; only when quarantined. */
  msgquarantine?: string;
  /** Delivery attempts so far. */
  msgretries?: number;
  /** Last delivery error of a queued message, UTF-8. */
  msgerror?: Uint8Array;
  /** Result text of a history row, UTF-8. */
  msgdescription?: Uint8Array;
  /** Queue id that a history row came from. */
  msgqueueid?: number | bigint;
  /** Scan results: engine, and number|text. */
  msgscore?: PairList;
  /** Message file on the node. */
  msgpath?: string;
  /** File with the header changes. */
  msgdeltapath?: string;
}

export interface PairList {
  item: Pair[];
}

export interface Pair {
  first: string;
  second: string;
}

export interface MailHistory {
  filter: string;
  offset?: number;
  limit?: number;
  options?: MailOptions;
}

export interface MailHistoryResponse {
  result: MessageList;
  totalhits?: number | bigint;
}
