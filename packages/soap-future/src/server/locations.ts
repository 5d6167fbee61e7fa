/** An attribute of a document that says where something is. */
export interface Location {
  readonly kind: "import" | "address";
  /** What it says, references resolved. */
  readonly value: string;
  /** Of an address: the name of the port that it belongs to. */
  readonly port: string;
  /** Where its text begins and ends, the quotes around it not included. */
  readonly start: number;
  readonly end: number;
}

interface StartTag {
  /** Local name. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, { readonly start: number; readonly end: number }>;
  /** Behind the tag. */
  readonly end: number;
}

/** Elements whose attribute names another document: WSDL 1.1 section 2.1.1, XML Schema part 1 section 4.2. */
const references: Readonly<Record<string, readonly string[]>> = {
  import: ["schemaLocation", "location"],
  include: ["schemaLocation"],
  redefine: ["schemaLocation"],
};

/**
 * The locations in a WSDL or schema that has been read without an error before: it is well-formed, and has no DTD.
 * Everything else in the text stays as it is, which writing it anew could not promise.
 */
export function locationsIn(source: string): Location[] {
  const found: Location[] = [];
  let port = "";
  for (const { name, attributes } of startTags(source)) {
    const textOf = (attribute: string): string => {
      const place = attributes.get(attribute);
      return place === undefined ? "" : unescape(source.slice(place.start, place.end));
    };
    if (name === "port") port = textOf("name");
    const wanted =
      name === "address" ? ["location"] : Object.hasOwn(references, name) ? references[name] : [];
    for (const attribute of wanted ?? []) {
      const place = attributes.get(attribute);
      if (place === undefined) continue;
      const kind = name === "address" ? "address" : "import";
      found.push({ kind, value: textOf(attribute), port, ...place });
    }
  }
  return found;
}

function* startTags(source: string): Generator<StartTag> {
  for (let at = source.indexOf("<"); at !== -1; at = source.indexOf("<", at)) {
    if (source.startsWith("<!--", at)) at = behind(source, "-->", at + 4);
    else if (source.startsWith("<![CDATA[", at)) at = behind(source, "]]>", at + 9);
    else if (source.startsWith("<?", at)) at = behind(source, "?>", at + 2);
    else if (source[at + 1] === "/") at = behind(source, ">", at);
    else {
      const tag = readStartTag(source, at + 1);
      yield tag;
      at = tag.end;
    }
  }
}

function behind(source: string, what: string, from: number): number {
  const at = source.indexOf(what, from);
  return at === -1 ? source.length : at + what.length;
}

function readStartTag(source: string, from: number): StartTag {
  const attributes = new Map<string, { start: number; end: number }>();
  const nameEnd = endOfName(source, from);
  let at = nameEnd;
  while (at < source.length && source[at] !== ">") {
    if (source[at] !== "=") {
      at++;
      continue;
    }
    let open = at + 1;
    while (open < source.length && source[open] !== '"' && source[open] !== "'") open++;
    const close = open < source.length ? source.indexOf(source[open] ?? "", open + 1) : -1;
    if (close === -1) return { name: "", attributes, end: source.length };
    attributes.set(nameBefore(source, at), { start: open + 1, end: close });
    at = close + 1;
  }
  return { name: source.slice(from, nameEnd).split(":").at(-1) ?? "", attributes, end: at + 1 };
}

const nameEnds = new Set([" ", "\t", "\r", "\n", "/", ">", "="]);

function endOfName(source: string, from: number): number {
  let at = from;
  while (at < source.length && !nameEnds.has(source[at] ?? "")) at++;
  return at;
}

/** The name that stands before an equals sign, which may have white space before it. */
function nameBefore(source: string, equals: number): string {
  let end = equals;
  while (end > 0 && nameEnds.has(source[end - 1] ?? "")) end--;
  let start = end;
  while (start > 0 && !nameEnds.has(source[start - 1] ?? "")) start--;
  return source.slice(start, end);
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g,
    (whole, decimal?: string, hex?: string, name = "") => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return entities[name as string] ?? whole;
    },
  );
}
