import { createApiClient } from "#lib/api/client.ts";
import { Announcer } from "#lib/announce/announcer.svelte.ts";
import { SessionController } from "#lib/session/session-controller.svelte.ts";
import { ThemeController } from "#lib/theme/theme-controller.svelte.ts";
import type { LayoutLoad } from "./$types";

export const ssr = false;
export const prerender = false;

/** Makes the objects that live as long as the page does. It depends on nothing, so it runs once. */
export const load = (() => {
  const api = createApiClient();
  return {
    api,
    session: new SessionController(api),
    theme: new ThemeController(),
    announcer: new Announcer(),
  };
}) satisfies LayoutLoad;
