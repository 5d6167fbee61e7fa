import { defaultWireLimits, leniencies, type Leniency, type WireLimits } from "../../src/wire/index.ts";

/** A field or trailer: its name in small letters, its value without the white space around it. */
export type CaseField = readonly [name: string, value: string];

/** What a case may say of a head; what it leaves out is not looked at. */
export interface CaseHead {
  readonly httpMinor: number;
  readonly status?: number;
  readonly reason?: string;
  readonly method?: string;
  readonly target?: string;
  readonly fields: readonly CaseField[];
  /** A number is a length. */
  readonly framing: "none" | "chunked" | "until-close" | number;
  readonly keepAlive: boolean;
}

/** One event of a parser, as plain data. Data that came in pieces is one event. */
export type CaseEvent =
  | { readonly interim: number }
  | { readonly head: Partial<CaseHead> }
  | { readonly data: string }
  | { readonly leniency: Leniency }
  | { readonly end: readonly CaseField[] };

export interface CaseError {
  readonly code: "protocol" | "too_large" | "closed";
  /** With `too_large`, and only there: the limit that was exceeded. */
  readonly limit?: keyof WireLimits;
}

export type CaseExpectation =
  { readonly events: readonly CaseEvent[]; readonly leftover?: number } | { readonly error: CaseError };

/** A piece of input; each character of a text is one byte. `each` stands for one byte out of these ranges. */
export type CasePiece =
  | string
  | { readonly repeat: string; readonly times: number }
  | { readonly each: readonly (readonly [from: number, to: number])[] };

/** One case of the corpus; README.md tells what the parts mean. */
export interface ConformanceCase {
  readonly name: string;
  readonly rfc: string;
  readonly message: "response" | "request";
  readonly note?: string;
  readonly requestMethod?: string;
  readonly lenient?: readonly Leniency[];
  readonly limits?: Partial<WireLimits>;
  readonly bytes: string | readonly CasePiece[];
  readonly close?: true;
  readonly expect: CaseExpectation;
}

type Check = (value: unknown, where: string) => void;

const fail = (where: string, wanted: string): never => {
  throw new TypeError(`${where} is not ${wanted}`);
};

const matches =
  (wanted: string, test: (value: unknown) => boolean): Check =>
  (value, where) => {
    if (!test(value)) fail(where, wanted);
  };

const text = (pattern: RegExp, wanted: string): Check =>
  matches(wanted, (value) => typeof value === "string" && pattern.test(value));

const oneOf = (values: readonly unknown[]): Check =>
  matches(`one of ${values.join(", ")}`, (value) => values.includes(value));

const list =
  (item: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) return fail(where, "an array");
    value.forEach((entry, index) => item(entry, `${where}[${index}]`));
  };

/** An object with these keys and no others. */
const object =
  (required: Record<string, Check>, optional: Record<string, Check> = {}): Check =>
  (value, where) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(where, "an object");
    for (const key of Object.keys(required)) if (!Object.hasOwn(value, key)) fail(`${where}.${key}`, "there");
    for (const [key, entry] of Object.entries(value)) {
      const check = Object.hasOwn(required, key) ? required[key] : optional[key];
      if (check === undefined) fail(`${where}.${key}`, "a known key");
      else check(entry, `${where}.${key}`);
    }
  };

/** An object that has exactly one of these keys, which decides its shape. */
const variant =
  (shapes: Record<string, Check>): Check =>
  (value, where) => {
    const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
    const shape = Object.keys(shapes).find((key) => keys.includes(key));
    if (shape === undefined) fail(where, `an object with one of ${Object.keys(shapes).join(", ")}`);
    else shapes[shape]?.(value, where);
  };

const count = matches("a whole number from 0", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const bool = matches("true or false", (value) => typeof value === "boolean");
// eslint-disable-next-line no-control-regex -- every byte is allowed, nothing beyond one byte is
const latin1 = text(/^[\x00-\xff]*$/, "text of which each character is one byte");
const pair = matches("a pair", (value) => Array.isArray(value) && value.length === 2);
const field: Check = (value, where) => {
  pair(value, where);
  list(latin1)(value, where);
  text(/^[^A-Z]+$/, "a name in small letters")((value as unknown[])[0], `${where}[0]`);
};
const limitName = oneOf(Object.keys(defaultWireLimits));
const limits = object({}, Object.fromEntries(Object.keys(defaultWireLimits).map((name) => [name, count])));

const head = object(
  {},
  {
    httpMinor: oneOf([0, 1]),
    status: count,
    reason: latin1,
    method: latin1,
    target: latin1,
    fields: list(field),
    framing: matches(
      "a framing",
      (value) => ["none", "chunked", "until-close"].includes(String(value)) || Number.isSafeInteger(value),
    ),
    keepAlive: bool,
  },
);

const event = variant({
  interim: object({ interim: count }),
  head: object({ head }),
  data: object({ data: latin1 }),
  leniency: object({ leniency: oneOf(leniencies) }),
  end: object({ end: list(field) }),
});

const error: Check = (value, where) => {
  const limited = (value as Partial<CaseError> | null)?.code === "too_large";
  if (limited) object({ code: oneOf(["too_large"]), limit: limitName })(value, where);
  else object({ code: oneOf(["protocol", "closed"]) })(value, where);
};

const range = matches(
  "a range of bytes",
  (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255) &&
    value[0] <= value[1],
);

const piece: Check = (value, where) => {
  if (typeof value === "string") latin1(value, where);
  else
    variant({ repeat: object({ repeat: latin1, times: count }), each: object({ each: list(range) }) })(
      value,
      where,
    );
};

const pieces: Check = (value, where) => {
  list(piece)(value, where);
  const sweeps = (value as CasePiece[]).filter((entry) => typeof entry === "object" && "each" in entry);
  if (sweeps.length > 1) fail(where, "an array with at most one each");
};

const conformanceCase = object(
  {
    name: text(/^\S.*[^\s.]$/, "a sentence without its full stop"),
    rfc: text(/^\d{4}( section (\d+|[A-C])(\.\d+)*)?$/, "an RFC and a section"),
    message: oneOf(["response", "request"]),
    bytes: (value, where) => (typeof value === "string" ? latin1 : pieces)(value, where),
    expect: variant({
      error: object({ error }),
      events: object({ events: list(event) }, { leftover: count }),
    }),
  },
  {
    note: text(/\.$/, "a sentence with its full stop"),
    requestMethod: text(/^\S+$/, "a method"),
    lenient: list(oneOf(leniencies)),
    limits,
    close: oneOf([true]),
  },
);

/** Checks the shape of one file of cases. Throws a TypeError that names the first thing that is wrong. */
export function checkCases(value: unknown, where: string): asserts value is ConformanceCase[] {
  list(conformanceCase)(value, where);
}
