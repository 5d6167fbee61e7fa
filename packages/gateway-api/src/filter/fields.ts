import type { FilterOperator } from "./ast.ts";

/** The two lists of messages a gateway can be asked for. */
export type MessageSource = "queue" | "history";

/** How a field's values are read and compared. */
export type FilterFieldType = "text" | "integer" | "decimal" | "action";

/**
 * How upper and lower case compare: `exact` differs always, `ascii` is equal for A to Z (names of protocols and
 * of the configuration), `unicode` for every letter (what people write).
 */
export type LetterCase = "exact" | "ascii" | "unicode";

/** One row of the field table. */
export interface FilterField {
  readonly type: FilterFieldType;
  readonly operators: readonly FilterOperator[];
  /** What it is, in a few words, for people who write a filter. */
  readonly meaning: string;
  /** The message field it looks at, as named in the API; `queueid` looks at another one in the history. */
  readonly message: string;
  /** Where the field exists. In a source without it, a condition on it never holds. */
  readonly sources: readonly MessageSource[];
  /** Which letters are equal in upper and lower case. */
  readonly letterCase: LetterCase;
  /** What `=1` is short for: `server=1` means `server=mailserver:1`. */
  readonly prefix?: string;
}

const both = ["queue", "history"] as const;
const like = ["=", "~"] as const;
const ordered = ["=", ">", "<", ">=", "<="] as const;

function text(message: string, meaning: string, more: Partial<FilterField> = {}): FilterField {
  return { type: "text", operators: like, meaning, message, sources: both, letterCase: "ascii", ...more };
}

function number(
  type: "integer" | "decimal",
  message: string,
  meaning: string,
  sources: readonly MessageSource[] = both,
): FilterField {
  return { type, operators: ordered, meaning, message, sources, letterCase: "ascii" };
}

/** Every field of the language except `metadata.NAME`, which {@link filterField} knows too. */
export const filterFields = {
  messageid: text("msgid", "message id of the gateway, a UUID", { letterCase: "exact" }),
  queueid: number("integer", "id", "number in the queue"),
  historyid: number("integer", "id", "number in the history", ["history"]),
  actionid: number("integer", "msgactionid", "number of the recipient within the message"),
  server: text("msglistener", "SMTP server that received it", { prefix: "mailserver:" }),
  transport: text("msgtransport", "transport that delivers it", { prefix: "mailtransport:" }),
  from: text("msgfrom", "envelope sender", { letterCase: "unicode" }),
  to: text("msgto", "envelope recipient", { letterCase: "unicode" }),
  ip: text("msgfromserver", "address of the SMTP client"),
  helo: text("msghelo", "name the client said in HELO"),
  sasl: text("msgsasl", "name the client signed in with"),
  subject: text("msgsubject", "subject, decoded", { letterCase: "unicode" }),
  // The undecoded header is not part of a message record, so nothing can be found by it here.
  rawsubject: text("", "subject, undecoded", { sources: [] }),
  action: {
    type: "action",
    operators: ["="],
    meaning: "what was done, or is to be done",
    message: "msgaction",
    sources: both,
    letterCase: "ascii",
  },
  quarantine: text("msgquarantine", "quarantine that holds it", {
    operators: ["="],
    sources: ["queue"],
    prefix: "mailquarantine:",
  }),
  time: number("integer", "msgts0", "when it was received, seconds since 1970"),
  retry: number("integer", "msgretries", "delivery attempts so far", ["queue"]),
  size: number("integer", "msgsize", "bytes"),
  rpdscore: number("decimal", "msgscore", "score of the CYREN engine"),
  sascore: number("decimal", "msgscore", "score of SpamAssassin"),
} as const satisfies Record<string, FilterField>;

/** A field with a row of its own in the table. */
export type PlainFieldName = keyof typeof filterFields;

/** Any field a condition can name. */
export type FilterFieldName = PlainFieldName | `metadata.${string}`;

/** The values of `action`. A queue holds the first two only. */
export const filterActions = [
  "DELIVER",
  "QUARANTINE",
  "REJECT",
  "DELETE",
  "DEFER",
  "BOUNCE",
  "ERROR",
] as const;

const metadataField = text("msgmetadata", "value that a script gave it", { letterCase: "exact" });
const metadataPattern = /^metadata\.[A-Za-z0-9_-]+$/;

/** The row of a field, or undefined when the language has no such field. */
export function filterField(name: string): FilterField | undefined {
  if (isPlainField(name)) return filterFields[name];
  return metadataPattern.test(name) ? metadataField : undefined;
}

/** Whether a condition can name this field. */
export function isFilterField(name: string): name is FilterFieldName {
  return filterField(name) !== undefined;
}

/** The NAME of `metadata.NAME`, or undefined for every other field. */
export function metadataName(field: FilterFieldName): string | undefined {
  return isPlainField(field) ? undefined : field.slice("metadata.".length);
}

function isPlainField(name: string): name is PlainFieldName {
  return Object.hasOwn(filterFields, name);
}
