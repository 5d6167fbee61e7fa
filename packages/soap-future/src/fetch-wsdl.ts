import { createDocumentFetcher, type HttpTransportOptions } from "./http-transport.ts";
import { type WsdlBundle, type WsdlLimits } from "./wsdl/bundle.ts";
import { loadWsdl, type WsdlLoader } from "./wsdl/load.ts";

/** How a WSDL is fetched. */
export interface FetchWsdlOptions extends Omit<HttpTransportOptions, "endpoint"> {
  /** All documents together, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Limits of the documents that the WSDL is made of. */
  wsdlLimits?: Partial<WsdlLimits>;
  /** Documents at hand, by location: they are not fetched, and may be of any origin. */
  loader?: WsdlLoader;
}

/** Fetches a WSDL and what it imports from the same origin, every document with the same verification of the server. */
export async function fetchWsdl(
  url: string | URL,
  { timeoutMs = 30_000, wsdlLimits: limits, loader, ...options }: FetchWsdlOptions = {},
): Promise<WsdlBundle> {
  const fetcher = createDocumentFetcher({ ...options, endpoint: url }, timeoutMs);
  try {
    return await loadWsdl(url, { fetch: (location) => fetcher.fetch(location), loader, limits });
  } finally {
    fetcher.close();
  }
}
