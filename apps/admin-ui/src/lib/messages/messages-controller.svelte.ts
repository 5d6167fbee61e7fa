import type { MessagePage, MessageRow } from "#shared/api.ts";
import { isAbort, type ApiClient } from "../api/client.ts";
import { ApiProblem } from "../api/api-problem.ts";
import { SvelteSet } from "svelte/reactivity";
import { plural } from "../format/number.ts";
import { sameList, type ListLocation } from "./list-location.ts";

type Total = NonNullable<MessagePage["total"]>;

/** A row's name in the page: an id is unique only on its node, and within one message only per action. */
export function rowKey(row: MessageRow): string {
  return `${row.node}/${row.id}/${row.actionId}`;
}

/**
 * The message list. `page` holds the rows on the screen and `shown` what they belong to, which may be the
 * list before while `loading`.
 */
export class MessagesController {
  page: MessagePage | null = $state.raw(null);
  shown: ListLocation | null = $state.raw(null);
  total: Total | null = $state.raw(null);
  problem: ApiProblem | null = $state.raw(null);
  loading = $state(false);
  readonly expanded = new SvelteSet<string>();

  /** The nodes whose part is missing from the rows. */
  readonly missing = $derived(this.page?.nodes.filter((node) => node.state !== "ok") ?? []);
  /** The filter as the server understood it, where that differs from what was typed. */
  readonly understood = $derived(
    this.page !== null && this.shown !== null && this.page.filter !== this.shown.filter
      ? this.page.filter
      : null,
  );

  readonly #api: Pick<ApiClient, "getMessages">;
  readonly #announce: (message: string) => void;
  #request: AbortController | undefined;
  #wanted: ListLocation | undefined;

  constructor(api: Pick<ApiClient, "getMessages">, announce: (message: string) => void) {
    this.#api = api;
    this.#announce = announce;
  }

  /** Loads a page and cancels the one that was being loaded. Never rejects, see `problem`. */
  async show(location: ListLocation): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#wanted = location;
    this.loading = true;
    // Rows of another source would say something wrong for as long as this one takes.
    if (this.shown !== null && this.shown.source !== location.source) this.#clear();
    try {
      const page = await this.#api.getMessages(location, request.signal);
      // A stale answer that came in spite of its abort leaves the newer request alone.
      if (this.#request !== request) return;
      this.#take(location, page);
    } catch (reason) {
      if (isAbort(reason) || this.#request !== request) return;
      this.#clear();
      this.problem = ApiProblem.from(reason);
    }
    this.loading = false;
  }

  retry(): void {
    if (this.#wanted !== undefined) void this.show(this.#wanted);
  }

  toggle(row: MessageRow): void {
    const key = rowKey(row);
    if (!this.expanded.delete(key)) this.expanded.add(key);
  }

  dispose(): void {
    this.#request?.abort();
  }

  #take(location: ListLocation, page: MessagePage): void {
    const carriesOver = this.shown !== null && sameList(this.shown, location);
    // Only the first page counts; the pages after it keep what it said.
    this.total = page.total ?? (carriesOver ? this.total : null);
    this.page = page;
    this.shown = location;
    this.problem = null;
    this.expanded.clear();
    const missing = this.missing.length > 0 ? `, ${plural(this.missing.length, "node")} did not answer` : "";
    this.#announce(`${plural(page.rows.length, "message")}${missing}`);
  }

  #clear(): void {
    this.page = null;
    this.shown = null;
    this.total = null;
    this.problem = null;
    this.expanded.clear();
  }
}
