// Generated from a WSDL. Do not edit: change the WSDL and generate again.

/** The operations of Gateway, namespace urn:halon. */
export type GatewayService = {
  /** Succeeds when the credentials are accepted. */
  login: { input: Login; output: LoginResponse };
  /** The product version, such as 4.8-p1. */
  getVersion: { input: GetVersion; output: GetVersionResponse };
  /** Seconds since the system started. */
  getUptime: { input: GetUptime; output: GetUptimeResponse };
  /** The serial number of the node: digits, unique per node. */
  getSerial: { input: GetSerial; output: GetSerialResponse };
  /** The clock of the node. */
  getTime: { input: GetTime; output: GetTimeResponse };
  /** Messages in the queue and in quarantine, newest first. action=DELIVER finds those that wait for delivery, action=QUARANTINE those in quarantine. */
  mailQueue: { input: MailQueue; output: MailQueueResponse };
  /** What became of messages: one row per recipient and action, newest first. */
  mailHistory: { input: MailHistory; output: MailHistoryResponse };
  /** Tries delivery now; releases a message that is in quarantine. */
  mailQueueRetry: { input: MailQueueRetry; output: MailQueueRetryResponse };
  /** Takes messages out of the queue or the quarantine. Nobody is told. */
  mailQueueDelete: { input: MailQueueDelete; output: MailQueueDeleteResponse };
  /** Takes messages out of the queue or the quarantine and returns them to their senders with a non-delivery report. */
  mailQueueBounce: { input: MailQueueBounce; output: MailQueueBounceResponse };
  /** Tries delivery of every match: now, or at a time. */
  mailQueueRetryBulk: { input: MailQueueRetryBulk; output: MailQueueRetryBulkResponse };
  /** Deletes every match. */
  mailQueueDeleteBulk: { input: MailQueueDeleteBulk; output: MailQueueDeleteBulkResponse };
  /** Bounces every match. */
  mailQueueBounceBulk: { input: MailQueueBounceBulk; output: MailQueueBounceBulkResponse };
  /** Changes fields of every match, for example to move it to another quarantine or to another transport. */
  mailQueueUpdateBulk: { input: MailQueueUpdateBulk; output: MailQueueUpdateBulkResponse };
  /** A piece of the raw message (RFC 5322). The last piece is shorter than was asked for, and may be empty. */
  mailQueueDownload: { input: MailQueueDownload; output: MailQueueDownloadResponse };
  /** Delivery attempts in progress. */
  mailQueueInTransit: { input: MailQueueInTransit; output: MailQueueInTransitResponse };
  /** Statistics counters, in ascending order of their keys. */
  statList: { input: StatList; output: StatListResponse };
  /** Removes counters. */
  statClear: { input: StatClear; output: StatClearResponse };
  /** Names of the graphs that graphFile can give. */
  graphList: { input: GraphList; output: GraphListResponse };
  /** The database of one graph, a file of rrdtool. */
  graphFile: { input: GraphFile; output: GraphFileResponse };
  /** Starts a graph anew. */
  graphClear: { input: GraphClear; output: GraphClearResponse };
  /** What rate limits have counted. Rates are shared by a cluster: ask one node. */
  hslRate: { input: HslRate; output: HslRateResponse };
  /** Forgets rates. A part of a text does not count here: namespace and entry are equal, or a pattern with %. */
  hslRateClear: { input: HslRateClear; output: HslRateClearResponse };
  /** What cached functions of scripts hold. */
  hslCacheList: { input: HslCacheList; output: HslCacheListResponse };
  /** Forgets results of cached functions. */
  hslCacheClear: { input: HslCacheClear; output: HslCacheClearResponse };
  /** Forgets cached DNS answers. */
  dnsCacheFlush: { input: DnsCacheFlush; output: DnsCacheFlushResponse };
  /** Starts a program of the list of commands on a terminal of its own. Nothing is interpreted by a shell. */
  commandRun: { input: CommandRun; output: CommandRunResponse };
  /** Output since the last poll. No output yet is an empty list; a fault says that the program has ended and everything was read. */
  commandPoll: { input: CommandPoll; output: CommandPollResponse };
  /** Types something into the terminal. */
  commandPush: { input: CommandPush; output: CommandPushResponse };
  /** Sends a signal. */
  commandSignal: { input: CommandSignal; output: CommandSignalResponse };
  /** Changes the size of the terminal. */
  commandTermsize: { input: CommandTermsize; output: CommandTermsizeResponse };
  /** Ends a program and forgets its output. */
  commandStop: { input: CommandStop; output: CommandStopResponse };
  /** A piece of a file of the node: messages in /storage/mail/ and logs. */
  fileRead: { input: FileRead; output: FileReadResponse };
  /** What is in a folder of the node. */
  fileList: { input: FileList; output: FileListResponse };
  /** The configuration. */
  configKeys: { input: ConfigKeys; output: ConfigKeysResponse };
  /** Changes the named parameters of a key and leaves its others as they are. Saving what is there already makes no revision. */
  configKeySet: { input: ConfigKeySet; output: ConfigKeySetResponse };
  /** Makes a key. */
  configKeyAdd: { input: ConfigKeyAdd; output: ConfigKeyAddResponse };
  /** Removes a key. */
  configKeyDelete: { input: ConfigKeyDelete; output: ConfigKeyDeleteResponse };
  /** Changes of the configuration, newest first. */
  configRevisionLog: { input: ConfigRevisionLog; output: ConfigRevisionLogResponse };
  /** The whole configuration as text. */
  configExport: { input: ConfigExport; output: ConfigExportResponse };
  /** Replaces the whole configuration, all at once or not at all. */
  configImport: { input: ConfigImport; output: ConfigImportResponse };
  /** The same as configImport, under the name that it had before 4.8. */
  configKeysImport: { input: ConfigKeysImport; output: ConfigKeysImportResponse };
  /** Says what is wrong with a configuration, without using it. */
  configKeysCheck: { input: ConfigKeysCheck; output: ConfigKeysCheckResponse };
  /** Says what is wrong with a script, without using it. */
  hslCheckScript: { input: HslCheckScript; output: HslCheckScriptResponse };
  /** How far an update is: 0 to 100 is the download in percent, 101 verifying, 102 ready to install, 103 installing. The fault "No pending update" says that there is none. */
  updateDownloadStatus: { input: UpdateDownloadStatus; output: UpdateDownloadStatusResponse };
  /** Starts to download the latest version, also when it is installed already. */
  updateDownloadStart: { input: UpdateDownloadStart; output: UpdateDownloadStartResponse };
  /** Ends the download and deletes what was downloaded. */
  updateDownloadCancel: { input: UpdateDownloadCancel; output: UpdateDownloadCancelResponse };
  /** Installs what was downloaded. The node restarts and cannot be reached for some minutes; this cannot be cancelled. */
  updateInstall: { input: UpdateInstall; output: UpdateInstallResponse };
  /** Imports a licence without a connection to the Internet. */
  licenseImport: { input: LicenseImport; output: LicenseImportResponse };
};

export interface Login {
}

export interface LoginResponse {
  result: LoginResult;
}

/** Who is signed in. */
export interface LoginResult {
  /** The user's full name, or the user name. */
  fullname: string;
  /** The address that the node sees. */
  remotehost?: string;
}

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

export interface GetTime {
  /** True: UTC epoch seconds. Otherwise the seconds as the local clock would count them, as in msgts. */
  utc?: boolean;
}

export interface GetTimeResponse {
  /** Epoch seconds. */
  result: number | bigint;
}

export interface MailQueue {
  /** A search filter; the empty text matches everything. */
  filter: string;
  /** Rows to skip, from the newest. Default 0. */
  offset?: number;
  /** The most rows to return. Default 100, at most 100,000. */
  limit?: number;
  options?: MailOptions;
}

/** What an answer of mailQueue or mailHistory is to have besides its rows. */
export interface MailOptions {
  /** Asks for the number of all matches. */
  totalhits?: boolean;
}

export interface MailQueueResponse {
  /** Newest first: descending reception time, then descending id. */
  result: MessageList;
  /** All matches, whatever offset and limit; only when asked for. */
  totalhits?: number | bigint;
}

export interface MessageList {
  item: Message[];
}

/** One recipient of a message: a record of the queue or of the history. A field that has nothing to say is left out. */
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
  /** When delivery is tried next, UTC epoch seconds; only while the message waits for delivery. */
  msgretryts?: number | bigint;
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
  /** Names and values that scripts gave the message. */
  msgmetadata?: PairList;
}

/** Pairs, in order. */
export interface PairList {
  item: Pair[];
}

/** A name or number, and its value. */
export interface Pair {
  first: string;
  second: string;
}

export interface MailHistory {
  /** A search filter; the empty text matches everything. */
  filter: string;
  /** Rows to skip, from the newest. Default 0. */
  offset?: number;
  /** The most rows to return. Default 100, at most 100,000. */
  limit?: number;
  options?: MailOptions;
}

export interface MailHistoryResponse {
  /** Newest first: descending reception time, then descending id. */
  result: MessageList;
  /** All matches, whatever offset and limit; only when asked for. */
  totalhits?: number | bigint;
}

export interface MailQueueRetry {
  /** A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is "queueid not found". */
  id: string;
  /** Delivers a copy and keeps the original. Default false. */
  duplicate?: boolean;
}

export interface MailQueueRetryResponse {
}

export interface MailQueueDelete {
  /** A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is "queueid not found". */
  id: string;
}

export interface MailQueueDeleteResponse {
}

export interface MailQueueBounce {
  /** A queue id, or several joined by commas without spaces. Ids that are not in the queue are passed over; when none is, the fault is "queueid not found". */
  id: string;
}

export interface MailQueueBounceResponse {
}

export interface MailQueueRetryBulk {
  /** A search filter over the queue and the quarantine. The empty text is every message. */
  filter: string;
  /** Delivers a copy and keeps the original. Default false. */
  duplicate?: boolean;
  /** When to try, UTC epoch seconds. */
  retryts?: number | bigint;
  /** When to try, seconds from now. */
  retrydelay?: number | bigint;
}

export interface MailQueueRetryBulkResponse {
  /** How many messages were affected. */
  result: number | bigint;
}

export interface MailQueueDeleteBulk {
  /** A search filter over the queue and the quarantine. The empty text is every message. */
  filter: string;
}

export interface MailQueueDeleteBulkResponse {
  /** How many messages were affected. */
  result: number | bigint;
}

export interface MailQueueBounceBulk {
  /** A search filter over the queue and the quarantine. The empty text is every message. */
  filter: string;
}

export interface MailQueueBounceBulkResponse {
  /** How many messages were affected. */
  result: number | bigint;
}

export interface MailQueueUpdateBulk {
  /** A search filter over the queue and the quarantine. The empty text is every message. */
  filter: string;
  /** Field name and new value: quarantine=mailquarantine:2, transport=mailtransport:1. */
  fields: PairList;
  /** Changes a copy and keeps the original. Default false. */
  duplicate?: boolean;
}

export interface MailQueueUpdateBulkResponse {
  /** How many messages were affected. */
  result: number | bigint;
}

export interface MailQueueDownload {
  /** Queue id. */
  id: string;
  /** First byte. */
  offset: number | bigint;
  /** Bytes to read. */
  size: number | bigint;
  /** True: as it was received. False: with the changes that the gateway made. */
  original: boolean;
}

export interface MailQueueDownloadResponse {
  /** The bytes in base64. It is text of base64 in a text field: the client decodes it itself. */
  data: string;
}

export interface MailQueueInTransit {
}

export interface MailQueueInTransitResponse {
  result: InTransitList;
}

export interface InTransitList {
  item: InTransit[];
}

/** A delivery attempt in progress. */
export interface InTransit {
  /** Queue id. */
  id: number | bigint;
  /** Message id of the gateway. */
  msgid: string;
  /** Envelope sender; empty for bounces. */
  msgfrom: string;
  /** Envelope recipient. */
  msgto: string;
  /** Transport, such as mailtransport:1. */
  transport: string;
  /** Host and port that the message is being sent to. */
  destination: string;
  /** When the attempt began, UTC epoch seconds. */
  started: number | bigint;
}

export interface StatList {
  /** Left out: any. Empty: blank. Otherwise equal, or a pattern with %. */
  key1?: string;
  /** As key1. */
  key2?: string;
  /** As key1. */
  key3?: string;
  /** Rows to skip. Default 0. */
  offset?: number;
  /** The most rows to return, 10,000 at most. Default 10,000. */
  limit?: number;
}

export interface StatListResponse {
  result: CounterList;
}

export interface CounterList {
  item: Counter[];
}

/** A statistics counter. */
export interface Counter {
  /** What is counted, such as mail:action:deliver. */
  key1: string;
  /** Where, such as mailserver:1; may be blank. */
  key2: string;
  /** For what, such as a domain; may be blank. */
  key3: string;
  /** Its value. */
  count: number | bigint;
  /** When it was first changed, UTC epoch seconds. */
  created: number | bigint;
  /** When it was last changed, UTC epoch seconds. */
  updated: number | bigint;
}

export interface StatClear {
  /** Left out: any. Empty: blank. Otherwise equal, or a pattern with %. */
  key1?: string;
  /** As key1. */
  key2?: string;
  /** As key1. */
  key3?: string;
}

export interface StatClearResponse {
  /** How many were removed. */
  result: number | bigint;
}

export interface GraphList {
}

export interface GraphListResponse {
  result: StringList;
}

export interface StringList {
  item: string[];
}

export interface GraphFile {
  /** Such as mail-stat-mailserver-1-example.com, system-cpu-usage, hsl-stat-NAME. */
  name: string;
}

export interface GraphFileResponse {
  /** The bytes of the file. */
  result: Uint8Array;
}

export interface GraphClear {
  /** As graphFile takes it. */
  name: string;
}

export interface GraphClearResponse {
}

export interface HslRate {
  /** Namespace, or part of it. Left out: any. */
  ns?: string;
  /** Entry, or part of it. Left out: any. */
  entry?: string;
  matchexact?: RateMatch;
  /** Only rates above this. */
  count?: number | bigint;
  paging?: RatePaging;
}

/** Which of namespace and entry must be equal; the other may be a part of the text, or a pattern with %. */
export interface RateMatch {
  /** The namespace must be equal. */
  ns?: boolean;
  /** The entry must be equal. */
  entry?: boolean;
}

/** Where a list of rates goes on. Rates are in ascending order of namespace, then entry. */
export interface RatePaging {
  /** The most rows to return; 10,000 at most. */
  limit?: number;
  /** Namespace of the last row of the page before. */
  ns?: string;
  /** Entry of the last row of the page before. */
  entry?: string;
}

export interface HslRateResponse {
  /** Ascending by namespace, then entry. */
  result: RateList;
}

export interface RateList {
  item: Rate[];
}

/** How often something happened within the sliding window of its rate limit. */
export interface Rate {
  /** Namespace, chosen by the script that counts. */
  ns: string;
  /** What is counted, such as an address. */
  entry: string;
  /** Hits in the window, over the cluster. */
  count: number | bigint;
}

export interface HslRateClear {
  /** Namespace. */
  ns: string;
  /** Entry; empty for every entry of the namespace. */
  entry: string;
}

export interface HslRateClearResponse {
  /** How many were removed. */
  result: number | bigint;
}

export interface HslCacheList {
  /** Left out: any namespace. */
  ns?: string;
  /** Left out: any function. */
  function?: string;
  /** Left out: any program. */
  program?: string;
}

export interface HslCacheListResponse {
  result: CacheList;
}

export interface CacheList {
  item: Cache[];
}

/** What one cached function of the scripting language holds. */
export interface Cache {
  /** The program that keeps it, such as smtpd. */
  program: string;
  /** Namespace; blank for the default one. */
  ns: string;
  /** Name of the cached function. */
  function: string;
  /** Results that are kept. */
  items: number | bigint;
  /** Calls that were answered from it. */
  hits: number | bigint;
  /** Calls that were not. */
  misses: number | bigint;
  /** Bytes of what is kept. */
  size: number | bigint;
}

export interface HslCacheClear {
  /** Left out: any namespace. */
  ns?: string;
  /** Left out: any function. */
  function?: string;
  /** Left out: any program. */
  program?: string;
}

export interface HslCacheClearResponse {
  /** How many results were removed. */
  result: number | bigint;
}

export interface DnsCacheFlush {
}

export interface DnsCacheFlushResponse {
}

export interface CommandRun {
  /** The program and its arguments. */
  argv: BytesList;
  /** Columns of the terminal. Default 80. */
  cols?: number;
  /** Rows of the terminal. Default 24. */
  rows?: number;
}

export interface BytesList {
  item: Uint8Array[];
}

export interface CommandRunResponse {
  /** The command id. */
  result: string;
}

export interface CommandPoll {
  /** As commandRun gave it. */
  commandid: string;
}

export interface CommandPollResponse {
  /** Pieces of output, to be joined. */
  result: BytesList;
}

export interface CommandPush {
  /** As commandRun gave it. */
  commandid: string;
  /** The bytes. */
  data: Uint8Array;
}

export interface CommandPushResponse {
}

export interface CommandSignal {
  /** As commandRun gave it. */
  commandid: string;
  /** Number of the POSIX signal: 2 interrupts. */
  signal: number;
}

export interface CommandSignalResponse {
}

export interface CommandTermsize {
  /** As commandRun gave it. */
  commandid: string;
  /** Columns. */
  cols: number;
  /** Rows. */
  rows: number;
}

export interface CommandTermsizeResponse {
}

export interface CommandStop {
  /** As commandRun gave it. */
  commandid: string;
}

export interface CommandStopResponse {
}

export interface FileRead {
  /** Its path. */
  file: string;
  /** First byte. Default 0. */
  offset?: number | bigint;
  /** Bytes to read; as many as there are when more is asked for, 16 MiB at most. Default 10,000. */
  size?: number | bigint;
}

export interface FileReadResponse {
  /** The bytes. */
  data: Uint8Array;
  /** How many bytes there are in this answer; fewer than asked for at the end. */
  size: number | bigint;
  /** Where the next piece begins. */
  offset: number | bigint;
}

export interface FileList {
  /** Its path, as fileRead takes it. */
  path: string;
}

export interface FileListResponse {
  /** In order of their names. */
  result: FileEntryList;
}

export interface FileEntryList {
  item: FileEntry[];
}

/** A file or folder of the node. */
export interface FileEntry {
  /** Its name within the folder. */
  name: string;
  /** file or folder. */
  type: string;
  /** Bytes; 0 for a folder. */
  size: number | bigint;
  /** UTC epoch seconds. */
  modified: number | bigint;
}

export interface ConfigKeys {
  /** One key, or every key that begins so: a name that ends in % or in __. Left out: all. */
  key?: string;
}

export interface ConfigKeysResponse {
  result: ConfigKeyList;
}

export interface ConfigKeyList {
  item: ConfigKey[];
}

/** A configuration key. Its parameters have positions here and names in configKeySet. */
export interface ConfigKey {
  /** Such as mail_flow__1 or system_authentication_script. */
  name: string;
  /** Values in the order of the parameters. */
  params: StringList;
}

export interface ConfigKeySet {
  /** Name of the key. */
  key: string;
  /** Name and value of parameters. */
  params: PairList;
}

export interface ConfigKeySetResponse {
}

export interface ConfigKeyAdd {
  /** Its name, or a bare type such as file to have the id chosen. */
  key: string;
  /** Name and value of parameters; the others take their defaults. */
  params?: PairList;
}

export interface ConfigKeyAddResponse {
  /** Name of the new key. */
  result: string;
}

export interface ConfigKeyDelete {
  /** Name of the key. */
  key: string;
}

export interface ConfigKeyDeleteResponse {
}

export interface ConfigRevisionLog {
  /** The most rows to return. Default 100. */
  limit?: number;
  /** Rows to skip. Default 0. */
  offset?: number;
}

export interface ConfigRevisionLogResponse {
  result: RevisionList;
}

export interface RevisionList {
  item: Revision[];
}

/** One change of the configuration. */
export interface Revision {
  /** Its number; the newest is the head. */
  revision: number | bigint;
  /** When, UTC epoch seconds. */
  time: number | bigint;
  /** Who. */
  user: string;
  /** What, in the words of who did it or of the operation. */
  message: string;
}

export interface ConfigExport {
  /** Which revision. Default: the head. */
  revision?: number | bigint;
}

export interface ConfigExportResponse {
  /** The text, UTF-8. */
  result: Uint8Array;
}

export interface ConfigImport {
  /** The text, as configExport gives it. */
  config: Uint8Array;
  /** The revision that must be the head; otherwise nothing is changed and there is a fault. */
  id?: number | bigint;
  /** The same; clients since 4.8 call it so. */
  revision?: number | bigint;
  /** What was changed, for the revision log. */
  message?: string;
}

export interface ConfigImportResponse {
  /** Number of the new revision. */
  result: number | bigint;
}

export interface ConfigKeysImport {
  /** The text, as configExport gives it. */
  config: Uint8Array;
  /** The revision that must be the head; otherwise nothing is changed and there is a fault. */
  id?: number | bigint;
  /** The same; clients since 4.8 call it so. */
  revision?: number | bigint;
  /** What was changed, for the revision log. */
  message?: string;
}

export interface ConfigKeysImportResponse {
  /** Number of the new revision. */
  result: number | bigint;
}

export interface ConfigKeysCheck {
  /** The text, as configImport takes it. */
  config: Uint8Array;
}

export interface ConfigKeysCheckResponse {
  result: ProblemList;
}

/** Empty when nothing is wrong. */
export interface ProblemList {
  item: Problem[];
}

/** What is wrong with a script or a configuration. */
export interface Problem {
  /** From 1. */
  line: number;
  /** From 1. */
  column?: number;
  message: string;
}

export interface HslCheckScript {
  /** Where it is to run, such as mail_flow, or system_authentication_script. */
  type: string;
  /** The script, UTF-8. */
  script: Uint8Array;
}

export interface HslCheckScriptResponse {
  result: ProblemList;
}

export interface UpdateDownloadStatus {
}

export interface UpdateDownloadStatusResponse {
  result: number;
}

export interface UpdateDownloadStart {
}

export interface UpdateDownloadStartResponse {
}

export interface UpdateDownloadCancel {
}

export interface UpdateDownloadCancelResponse {
}

export interface UpdateInstall {
}

export interface UpdateInstallResponse {
}

export interface LicenseImport {
  /** The licence file. */
  data: Uint8Array;
}

export interface LicenseImportResponse {
}
