import { SoapError } from "../errors.ts";
import { defaultWsdlLimits, readBundle, type WsdlBundle, type WsdlLimits } from "./bundle.ts";
import { checkOrigin } from "./locations.ts";
import { errorAt, type SchemaNode } from "./schema-node.ts";

/** Gives the text of a document by its absolute location, or nothing if it has none. */
export type WsdlLoader = (location: string) => string | undefined;

export interface ReadWsdlOptions {
  /** Where the main document is: what relative imports refer to, and errors name. Default `bundle:/service.wsdl`. */
  readonly location?: string | undefined;
  readonly limits?: Partial<WsdlLimits> | undefined;
}

export interface LoadWsdlOptions {
  /** Fetches a document; it must not follow redirects. Called for one document after another. */
  readonly fetch: (url: string) => Promise<string>;
  /** Documents at hand, asked before `fetch`; what it has may be of any origin. */
  readonly loader?: WsdlLoader | undefined;
  readonly limits?: Partial<WsdlLimits> | undefined;
}

const defaultLocation = "bundle:/service.wsdl";

/** A WSDL and what it imports, from texts at hand. Throws `wsdl_parse` for an import that `loader` does not have. */
export function bundleOf(
  source: string,
  loader: WsdlLoader = () => undefined,
  { location = defaultLocation, limits }: ReadWsdlOptions = {},
): WsdlBundle {
  const reading = readBundle(absolute(location), { ...defaultWsdlLimits, ...limits });
  let step = reading.next();
  while (step.done !== true) {
    const { at, location: wanted } = step.value;
    step = reading.next(at === undefined ? source : loaded(loader, wanted, at));
  }
  return step.value;
}

/**
 * Fetches a WSDL and what it imports and includes, all from the origin of `url`. Throws `wsdl_parse` with the place
 * of an import that leads elsewhere, and what `fetch` throws.
 */
export async function loadWsdl(
  url: string | URL,
  { fetch, loader = () => undefined, limits }: LoadWsdlOptions,
): Promise<WsdlBundle> {
  const main = absolute(String(url));
  const reading = readBundle(main, { ...defaultWsdlLimits, ...limits });
  let step = reading.next();
  while (step.done !== true) {
    const { location, at } = step.value;
    step = reading.next(loader(location) ?? (await fetchFrom(main, location, at, fetch)));
  }
  return step.value;
}

function loaded(loader: WsdlLoader, location: string, at: SchemaNode): string | undefined {
  try {
    return loader(location);
  } catch (error) {
    if (!(error instanceof SoapError) || error.context.file !== undefined) throw error;
    throw errorAt("wsdl_parse", error.reason, at, error);
  }
}

async function fetchFrom(
  main: string,
  location: string,
  at: SchemaNode | undefined,
  fetch: LoadWsdlOptions["fetch"],
): Promise<string> {
  checkOrigin(location, main, at);
  return fetch(location);
}

function absolute(location: string): string {
  try {
    const url = new URL(location);
    url.hash = "";
    return url.href;
  } catch (cause) {
    throw new SoapError("invalid_argument", "the location of the WSDL is not a URL", { cause });
  }
}
