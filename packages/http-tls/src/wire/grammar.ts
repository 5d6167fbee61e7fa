import { leniencies, type Leniency } from "./leniency.ts";

/**
 * The framing grammar of HTTP/1.1 (RFC 9112 sections 2 to 7) as a table: in each state, which bytes lead where, and
 * what the parser does on the way. A byte that is not in the table is an error. The parser compiles it to one lookup
 * for each byte; `docs/lifecycle.md` draws it.
 */
export type Rule = readonly [on: string, to: StateName, action?: ActionName, leniency?: Leniency];

/** What a transition does, beyond changing the state. */
export const actionNames = [
  "none",
  "mark", // a token begins here
  "minor", // the minor version's digit
  "status", // a digit of the status code
  "reason", // the reason phrase ends
  "no-reason", // the status line ends without one
  "method", // the method ends
  "target", // the request target ends
  "name", // a field name ends
  "value", // a field value ends
  "no-value", // a field value is empty
  "fold", // what follows belongs to the value before it
  "section", // the head, or the trailers, are complete
  "digit", // a digit of the chunk size
  "extension", // a byte of the chunk extensions, or of padding
  "size", // the line with the chunk size is complete
] as const;
export type ActionName = (typeof actionNames)[number];

const upTo = (from: number, to: number): string =>
  String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, index) => from + index));

const CR = "\r";
const LF = "\n";
const blank = " \t";
const digit = "0123456789";
const hex = `${digit}abcdefABCDEF`;
/** RFC 9110 section 5.6.2. */
const tchar = `!#$%&'*+-.^_\`|~${digit}${upTo(0x41, 0x5a)}${upTo(0x61, 0x7a)}`;
const visible = upTo(0x21, 0x7e);
const obsText = upTo(0x80, 0xff);
/** What stands in field values and reason phrases (RFC 9110 section 5.5), blanks apart. */
const content = visible + obsText;
/** RFC 9110 section 5.6.4. */
const qdtext = `${blank}!${upTo(0x23, 0x5b)}${upTo(0x5d, 0x7e)}${obsText}`;

/** `HTTP/1.` byte by byte, then the minor version. */
const version = <Prefix extends "response" | "request">(prefix: Prefix) =>
  ({
    [`${prefix}-version`]: [["H", `${prefix}-version-1`]],
    [`${prefix}-version-1`]: [["T", `${prefix}-version-2`]],
    [`${prefix}-version-2`]: [["T", `${prefix}-version-3`]],
    [`${prefix}-version-3`]: [["P", `${prefix}-version-4`]],
    [`${prefix}-version-4`]: [["/", `${prefix}-version-5`]],
    [`${prefix}-version-5`]: [["1", `${prefix}-version-6`]],
    [`${prefix}-version-6`]: [[".", `${prefix}-minor`]],
  }) as unknown as Readonly<Record<VersionState<Prefix>, readonly Rule[]>>;

type VersionState<Prefix extends string> =
  `${Prefix}-version` | `${Prefix}-version-${"1" | "2" | "3" | "4" | "5" | "6"}`;

export type StateName =
  | VersionState<"response">
  | VersionState<"request">
  | "response-minor"
  | "status-space"
  | "status-1"
  | "status-2"
  | "status-3"
  | "reason-space"
  | "reason-start"
  | "reason"
  | "request-start"
  | "empty-line-lf"
  | "method-start"
  | "method"
  | "target-start"
  | "target"
  | "request-minor"
  | "request-line-cr"
  | "line-lf"
  | "field-start"
  | "field-name"
  | "name-space"
  | "value-start"
  | "value"
  | "section-lf"
  | "size-start"
  | "size"
  | "size-space"
  | "extension-start"
  | "extension-name"
  | "extension-name-space"
  | "extension-value-start"
  | "extension-value"
  | "extension-quoted"
  | "extension-escape"
  | "extension-quoted-end"
  | "extension-value-space"
  | "size-lf"
  | "data"
  | "data-cr"
  | "data-lf";

const afterExtension = (space: StateName): Rule[] => [
  [blank, space, "extension"],
  [";", "extension-start", "extension"],
  [CR, "size-lf"],
];

export const rules: Readonly<Record<StateName, readonly Rule[]>> = {
  // RFC 9112 section 4: status-line = HTTP-version SP status-code SP [ reason-phrase ]
  ...version("response"),
  "response-minor": [["01", "status-space", "minor"]],
  "status-space": [[" ", "status-1"]],
  "status-1": [["123456789", "status-2", "status"]],
  "status-2": [[digit, "status-3", "status"]],
  "status-3": [[digit, "reason-space", "status"]],
  "reason-space": [
    [" ", "reason-start"],
    [CR, "line-lf", "no-reason", "status-line-without-reason"],
  ],
  "reason-start": [
    [content + blank, "reason", "mark"],
    [CR, "line-lf", "no-reason"],
    [LF, "field-start", "no-reason", "bare-lf"],
  ],
  reason: [
    [content + blank, "reason"],
    [CR, "line-lf", "reason"],
    [LF, "field-start", "reason", "bare-lf"],
  ],

  // RFC 9112 section 3: request-line = method SP request-target SP HTTP-version, after at most one empty line (2.2)
  "request-start": [
    [tchar, "method", "mark"],
    [CR, "empty-line-lf"],
  ],
  "empty-line-lf": [[LF, "method-start"]],
  "method-start": [[tchar, "method", "mark"]],
  method: [
    [tchar, "method"],
    [" ", "target-start", "method"],
  ],
  "target-start": [[visible, "target", "mark"]],
  target: [
    [visible, "target"],
    [" ", "request-version", "target"],
  ],
  ...version("request"),
  "request-minor": [["01", "request-line-cr", "minor"]],
  "request-line-cr": [
    [CR, "line-lf"],
    [LF, "field-start", "none", "bare-lf"],
  ],

  // RFC 9112 section 5: field-line = field-name ":" OWS field-value OWS
  "line-lf": [[LF, "field-start"]],
  "field-start": [
    [tchar, "field-name", "mark"],
    [CR, "section-lf"],
    [LF, "data", "section", "bare-lf"],
    [blank, "value-start", "fold", "obs-fold"],
  ],
  "field-name": [
    [tchar, "field-name"],
    [":", "value-start", "name"],
    [blank, "name-space", "name", "space-before-colon"],
  ],
  "name-space": [
    [blank, "name-space"],
    [":", "value-start"],
  ],
  "value-start": [
    [blank, "value-start"],
    [content, "value", "mark"],
    [CR, "line-lf", "no-value"],
    [LF, "field-start", "no-value", "bare-lf"],
  ],
  value: [
    [content + blank, "value"],
    [CR, "line-lf", "value"],
    [LF, "field-start", "value", "bare-lf"],
  ],
  "section-lf": [[LF, "data", "section"]],

  // RFC 9112 section 7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
  "size-start": [[hex, "size", "digit"]],
  size: [[hex, "size", "digit"], ...afterExtension("size-space")],
  "size-space": [
    [blank, "size-space", "extension"],
    [";", "extension-start", "extension"],
    [CR, "size-lf", "none", "chunk-size-trailing-space"],
  ],
  // chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
  "extension-start": [
    [blank, "extension-start", "extension"],
    [tchar, "extension-name", "extension"],
  ],
  "extension-name": [
    [tchar, "extension-name", "extension"],
    ["=", "extension-value-start", "extension"],
    ...afterExtension("extension-name-space"),
  ],
  "extension-name-space": [
    [blank, "extension-name-space", "extension"],
    ["=", "extension-value-start", "extension"],
    [";", "extension-start", "extension"],
    [CR, "size-lf", "none", "chunk-size-trailing-space"],
  ],
  "extension-value-start": [
    [blank, "extension-value-start", "extension"],
    [tchar, "extension-value", "extension"],
    ['"', "extension-quoted", "extension"],
  ],
  "extension-value": [[tchar, "extension-value", "extension"], ...afterExtension("extension-value-space")],
  "extension-quoted": [
    [qdtext, "extension-quoted", "extension"],
    ["\\", "extension-escape", "extension"],
    ['"', "extension-quoted-end", "extension"],
  ],
  "extension-escape": [[content + blank, "extension-quoted", "extension"]],
  "extension-quoted-end": afterExtension("extension-value-space"),
  "extension-value-space": [
    [blank, "extension-value-space", "extension"],
    [";", "extension-start", "extension"],
    [CR, "size-lf", "none", "chunk-size-trailing-space"],
  ],
  "size-lf": [[LF, "data", "size"]],

  // Not read by the table: body bytes are passed on whole. The parser itself knows what follows them.
  data: [],
  "data-cr": [[CR, "data-lf"]],
  "data-lf": [[LF, "size-start"]],
};

/** Numbers for the compiled table; 0 is "no such transition". */
export const stateNames = Object.keys(rules) as StateName[];
export const stateNumber = new Map(stateNames.map((name, index) => [name, index + 1]));

export const stateBits = 6;
export const actionBits = 5;

/**
 * The table with the given leniencies, as `table[state * 256 + byte]`: the next state, the action, and 1 + the index
 * of the leniency that the transition needs, in that order from the lowest bit.
 */
export function compileGrammar(lenient: readonly Leniency[] = []): Uint16Array {
  const table = new Uint16Array((stateNames.length + 1) * 256);
  for (const [from, transitions] of Object.entries(rules) as [StateName, readonly Rule[]][]) {
    for (const [on, to, action = "none", leniency] of transitions) {
      if (leniency !== undefined && !lenient.includes(leniency)) continue;
      const entry =
        numberOf(to) |
        (actionNames.indexOf(action) << stateBits) |
        ((leniency === undefined ? 0 : leniencies.indexOf(leniency) + 1) << (stateBits + actionBits));
      for (let index = 0; index < on.length; index++) {
        table[numberOf(from) * 256 + on.charCodeAt(index)] = entry;
      }
    }
  }
  return table;
}

export function numberOf(state: StateName): number {
  return stateNumber.get(state) ?? 0;
}

/** The table without any leniency: what RFC 9112 allows, and nothing else. */
export const strictGrammar = compileGrammar();
