import type { ResolvedPanelOptions } from "../options.ts";
import type { SessionStore } from "../session-store.ts";

/** What the routes work on. */
export interface RouteContext {
  readonly options: ResolvedPanelOptions;
  readonly sessions: SessionStore;
  readonly cookieName: string;
}
