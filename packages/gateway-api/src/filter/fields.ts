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

function text(message: string, more: Partial<FilterField> = {}): FilterField {
  return { type: "text", operators: like, message, sources: both, letterCase: "ascii", ...more };
}

function number(
  type: "integer" | "decimal",
  message: string,
  sources: readonly MessageSource[] = both,
): FilterField {
  return { type, operators: ordered, message, sources, letterCase: "ascii" };
}

/** Every field of the language except `metadata.NAME`, which {@link filterField} knows too. */
export const filterFields = {
  messageid: text("msgid", { letterCase: "exact" }),
  queueid: number("integer", "id"),
  historyid: number("integer", "id", ["history"]),
  actionid: number("integer", "msgactionid"),
  server: text("msglistener", { prefix: "mailserver:" }),
  transport: text("msgtransport", { prefix: "mailtransport:" }),
  from: text("msgfrom", { letterCase: "unicode" }),
  to: text("msgto", { letterCase: "unicode" }),
  ip: text("msgfromserver"),
  helo: text("msghelo"),
  sasl: text("msgsasl"),
  subject: text("msgsubject", { letterCase: "unicode" }),
  // The undecoded header is not part of a message record, so nothing can be found by it here.
  rawsubject: text("", { sources: [] }),
  action: { type: "action", operators: ["="], message: "msgaction", sources: both, letterCase: "ascii" },
  quarantine: text("msgquarantine", { operators: ["="], sources: ["queue"], prefix: "mailquarantine:" }),
  time: number("integer", "msgts0"),
  retry: number("integer", "msgretries", ["queue"]),
  size: number("integer", "msgsize"),
  rpdscore: number("decimal", "msgscore"),
  sascore: number("decimal", "msgscore"),
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

const metadataField = text("msgmetadata", { letterCase: "exact" });
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
