import { describe, expect, it, vi } from "vitest";
import type { MessagePage, MessageRow } from "#shared/api.ts";
import { ApiProblem } from "../api/api-problem.ts";
import type { MessagesQuery } from "../api/client.ts";
import type { ListLocation } from "./list-location.ts";
import { MessagesController } from "./messages-controller.svelte.ts";

const queue: ListLocation = { source: "queue", filter: "", limit: 50, cursor: null };

const row = (id: string): MessageRow => ({
  node: "mx1",
  id,
  messageId: "m",
  actionId: 1,
  receivedAt: 1,
  action: "DELIVER",
  from: "",
  to: "a@b",
  subject: "",
  ip: "192.0.2.1",
});

const page = (more: Partial<MessagePage> = {}): MessagePage => ({
  rows: [row("1")],
  nodes: [{ node: "mx1", state: "ok" }],
  nextCursor: null,
  total: { count: 1, atLeast: false },
  filter: "",
  ...more,
});

/** Requests that stay open until the test answers them. */
function setup() {
  const requests: {
    query: MessagesQuery;
    signal: AbortSignal | undefined;
    resolve: (page: MessagePage) => void;
    reject: (reason: unknown) => void;
  }[] = [];
  const announce = vi.fn();
  const api = {
    getMessages: (query: MessagesQuery, signal?: AbortSignal) => {
      const { promise, resolve, reject } = Promise.withResolvers<MessagePage>();
      requests.push({ query, signal, resolve, reject });
      return promise;
    },
  };
  return { messages: new MessagesController(api, announce), requests, announce };
}

describe("the message list", () => {
  it("shows a page and says how many rows came", async () => {
    const { messages, requests, announce } = setup();
    const shown = messages.show(queue);
    expect(messages.loading).toBe(true);
    requests[0]?.resolve(page());
    await shown;
    expect(messages.loading).toBe(false);
    expect(messages.page?.rows).toHaveLength(1);
    expect(announce).toHaveBeenCalledWith("1 message");
  });

  it("cancels the request before and ignores its answer, however late", async () => {
    const { messages, requests } = setup();
    const first = messages.show(queue);
    const second = messages.show({ ...queue, filter: "b" });
    expect(requests[0]?.signal?.aborted).toBe(true);
    requests[1]?.resolve(page({ filter: "subject~b" }));
    await second;
    requests[0]?.resolve(page({ rows: [] }));
    await first;
    expect(messages.page?.rows).toHaveLength(1);
    expect(messages.understood).toBe("subject~b");
  });

  it("keeps the rows while another page of the same source loads, and not those of another source", async () => {
    const { messages, requests } = setup();
    const first = messages.show(queue);
    requests[0]?.resolve(page());
    await first;
    void messages.show({ ...queue, cursor: "2" });
    expect(messages.page).not.toBeNull();
    void messages.show({ ...queue, source: "history" });
    expect(messages.page).toBeNull();
    expect(messages.loading).toBe(true);
  });

  it("carries the total of the first page over to the pages after it", async () => {
    const { messages, requests } = setup();
    const first = messages.show(queue);
    requests[0]?.resolve(page({ total: { count: 120, atLeast: true }, nextCursor: "2" }));
    await first;
    const second = messages.show({ ...queue, cursor: "2" });
    requests[1]?.resolve(page({ total: null }));
    await second;
    expect(messages.total).toEqual({ count: 120, atLeast: true });
    const other = messages.show({ ...queue, filter: "x", cursor: "2" });
    requests[2]?.resolve(page({ total: null }));
    await other;
    expect(messages.total).toBeNull();
  });

  it("names the nodes whose part is missing", async () => {
    const { messages, requests, announce } = setup();
    const shown = messages.show(queue);
    requests[0]?.resolve(
      page({
        nodes: [
          { node: "mx1", state: "ok" },
          { node: "mx4", state: "timed_out" },
        ],
      }),
    );
    await shown;
    expect(messages.missing.map(({ node }) => node)).toEqual(["mx4"]);
    expect(announce).toHaveBeenCalledWith("1 message, 1 node did not answer");
  });

  it("shows a problem instead of rows, and asks the same again on retry", async () => {
    const { messages, requests } = setup();
    const shown = messages.show({ ...queue, filter: "x" });
    requests[0]?.reject(new ApiProblem({ code: "internal", message: "boom", retryable: true }));
    await shown;
    expect(messages.problem?.code).toBe("internal");
    expect(messages.page).toBeNull();
    messages.retry();
    expect(requests[1]?.query.filter).toBe("x");
  });

  it("opens and closes a row by its node, id and action", async () => {
    const { messages, requests } = setup();
    const shown = messages.show(queue);
    requests[0]?.resolve(page());
    await shown;
    messages.toggle(row("1"));
    expect([...messages.expanded]).toEqual(["mx1/1/1"]);
    messages.toggle(row("1"));
    expect(messages.expanded.size).toBe(0);
  });
});
