import { redirect } from "@sveltejs/kit";
import { safeReturnPath } from "#lib/session/return-path.ts";
import type { PageLoad } from "./$types";

export const load = (async ({ parent, url }) => {
  const { session } = await parent();
  const returnTo = safeReturnPath(url.searchParams.get("to"));
  // The answer also brings the token that signing in needs.
  if ((await session.ensure())?.user) redirect(307, returnTo);
  return { returnTo };
}) satisfies PageLoad;
