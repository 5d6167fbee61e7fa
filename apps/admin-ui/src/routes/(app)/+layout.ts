import { redirect } from "@sveltejs/kit";
import { signInPath } from "#lib/session/return-path.ts";
import type { LayoutLoad } from "./$types";

export const load = (async ({ parent, url }) => {
  const { session } = await parent();
  const current = await session.ensure();
  // No answer at all is not the same as nobody being signed in: the layout shows why.
  if (current !== null && current.user === null) redirect(307, signInPath(url));
}) satisfies LayoutLoad;
