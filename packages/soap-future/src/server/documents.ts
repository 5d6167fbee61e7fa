import { type IncomingMessage } from "node:http";
import { type WsdlBundle } from "../wsdl/bundle.ts";
import { bundleOf } from "../wsdl/load.ts";
import { escapeAttribute } from "../xml/characters.ts";
import { type Location, locationsIn } from "./locations.ts";

/** What a service shows of itself. */
export interface DocumentOptions {
  /** The WSDL document, served to every GET, with or without credentials. */
  readonly wsdl: string;
  /**
   * What the WSDL imports and includes, by location as seen from it, such as `types/common.xsd`. They are served as
   * `?xsd=types/common.xsd`, and the locations in all of them are changed to that. An import that is not among them
   * is an error; without this option the WSDL is served as it is.
   */
  readonly documents?: Readonly<Record<string, string>>;
  /**
   * The address of the service that the WSDL names: a URL, or what gives one for a request. It says where clients send
   * their credentials, so a function must not believe the Host field of strangers. Default: what the WSDL says.
   */
  readonly address?: string | ((request: IncomingMessage) => string | undefined);
}

/** Gives the document that a GET asks for, or undefined when there is none of its name. */
export type FindDocument = (request: IncomingMessage) => string | undefined;

const home = "bundle:/";

/** Throws `wsdl_parse` for an import that is not there. */
export function createDocuments({ wsdl, documents, address }: DocumentOptions, port: string): FindDocument {
  const bundle = documents && readDocuments(wsdl, documents);
  const served = new Map(
    [...(bundle?.sources ?? [])].map(([location, source]) => [
      nameOf(location),
      pieces(source, (found) => importedAs(found, location, bundle)).join(""),
    ]),
  );
  const main = served.get("service.wsdl") ?? wsdl;
  const parts = pieces(main, ({ kind, port: owner }) =>
    kind === "address" && owner === port ? slot : undefined,
  );
  return (request) => {
    const name = documentName(request.url ?? "");
    if (name !== undefined && name !== "service.wsdl") return served.get(name);
    const url = typeof address === "function" ? address(request) : address;
    if (url === undefined) return main;
    return parts.map((part) => (part === slot ? escapeLocation(url) : part)).join("");
  };
}

function readDocuments(wsdl: string, documents: Readonly<Record<string, string>>): WsdlBundle {
  const byLocation = new Map(
    Object.entries(documents).map(([name, text]) => [new URL(name, `${home}service.wsdl`).href, text]),
  );
  return bundleOf(wsdl, (location) => byLocation.get(location), { location: `${home}service.wsdl` });
}

/** Where a client finds an import: relative to the service, so that it is right behind any proxy. */
function importedAs(
  { kind, value }: Location,
  from: string,
  bundle: WsdlBundle | undefined,
): string | undefined {
  if (kind !== "import") return undefined;
  const target = URL.parse(value.trim(), from);
  if (target === null) return undefined;
  target.hash = "";
  if (bundle?.sources.has(target.href) !== true) return undefined;
  return escapeLocation(`?xsd=${encodeURIComponent(nameOf(target.href)).replaceAll("%2F", "/")}`);
}

function nameOf(location: string): string {
  return location.startsWith(home) ? location.slice(home.length) : location;
}

/** For an attribute in quotes of either kind. */
function escapeLocation(url: string): string {
  return escapeAttribute(url, "location").replaceAll("'", "&apos;");
}

/** The value of `xsd` in the query of a request target. */
function documentName(target: string): string | undefined {
  const query = target.slice(target.indexOf("?") + 1 || target.length);
  return new URLSearchParams(query).get("xsd") ?? undefined;
}

/** Stands where the address goes. */
const slot = "\0";

/** The text, cut where a location is replaced by another text. */
function pieces(source: string, replace: (found: Location) => string | undefined): string[] {
  const list: string[] = [];
  let from = 0;
  for (const found of locationsIn(source)) {
    const text = replace(found);
    if (text === undefined) continue;
    list.push(source.slice(from, found.start), text);
    from = found.end;
  }
  list.push(source.slice(from));
  return list;
}
