import { parseListLocation } from "#lib/messages/list-location.ts";
import type { PageLoad } from "./$types";

/** Only reads the address: the rows are loaded by the page, which can cancel and keep the old ones meanwhile. */
export const load = (({ url }) => ({ location: parseListLocation(url.searchParams) })) satisfies PageLoad;
