import { type Cluster, type NodeResult, type RunOptions } from "@mailmux/cluster";
import { GatewayApiError } from "../errors.ts";
import {
  all,
  condition,
  everything,
  type Filter,
  formatFilter,
  type MessageSource,
} from "../filter/index.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { type ListRow } from "./list.ts";
import { sourceOf } from "./sources.ts";
import { toGatewayMessage } from "./message.ts";

/** Which message: one of these three. Ids are text of digits. */
export type MessageQuestion =
  /** Unique on its node only: ask a selection of one node, or take what comes. */
  | { readonly queueId: string }
  /** A row of the history; unique on its node only. */
  | { readonly historyId: string }
  /** What a log of the messages knows: a UUID, and the number of the recipient. */
  | { readonly messageId: string; readonly actionId?: number };

/** Options of {@link findMessage}. */
export interface FindMessageOptions extends RunOptions {
  /** What the user may see; anything else is not found. Default: everything. */
  readonly restriction?: Filter;
  /** Quarantine profiles that hold an archive, as `listMessages` takes them. Default: none. */
  readonly archives?: readonly string[];
}

/** What came of the search for a message. */
export interface FoundMessage {
  /**
   * `found`: there is just one, and every node answered. `not_found`: every node answered, and none has it. `ambiguous`:
   * there are several. `incomplete`: a node did not answer, so it might be there, or there too.
   */
  readonly status: "found" | "not_found" | "ambiguous" | "incomplete";
  /** The message, if it was found. */
  readonly row: ListRow | undefined;
  /** All that there is, two of a node at most. */
  readonly rows: readonly ListRow[];
  /** How many each node has, in the order of the cluster. */
  readonly nodes: readonly NodeResult<number>[];
}

/** Two are enough to know that it is not the only one. */
const enough = 2;

/**
 * Looks for one message on all nodes: in the queue, which holds quarantine and archive too, and else in the history, because
 * it may just have been delivered.
 * @throws GatewayApiError `invalid_argument` for an id that is none
 */
export async function findMessage(
  cluster: Cluster<GatewayService, Gateway>,
  question: MessageQuestion,
  { restriction = everything, archives = [], ...options }: FindMessageOptions = {},
): Promise<FoundMessage> {
  const filter = formatFilter(all(questionFilter(question), restriction));
  const sources: readonly MessageSource[] = "historyId" in question ? ["history"] : ["queue", "history"];
  const { results } = await cluster
    .run(
      async (node, { signal }): Promise<readonly ListRow[]> => {
        const call = node.client.future({ signal, timeoutMs: 0x7fffffff });
        for (const source of sources) {
          const read = source === "history" ? call.mailHistory : call.mailQueue;
          const { result } = await read({ filter, limit: enough }).get();
          const rows = result.item.slice(0, enough).map((record): ListRow => {
            const message = toGatewayMessage(record);
            return { ...message, node: node.name, source: sourceOf(source, message, archives) };
          });
          if (rows.length > 0) return rows;
        }
        return [];
      },
      { effect: "none", ...options },
    )
    .get();
  const rows = results.flatMap((result) => (result.status === "ok" ? result.value : []));
  const nodes = results.map((result) =>
    result.status === "ok" ? { ...result, value: result.value.length } : result,
  );
  const [row] = rows;
  if (rows.length > 1) return { status: "ambiguous", row: undefined, rows, nodes };
  if (results.some(({ status }) => status !== "ok"))
    return { status: "incomplete", row: undefined, rows, nodes };
  return { status: row === undefined ? "not_found" : "found", row, rows, nodes };
}

function questionFilter(question: MessageQuestion): Filter {
  if ("messageId" in question) {
    const { messageId, actionId } = question;
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(messageId)) {
      throw new GatewayApiError("invalid_argument", "a message id is a UUID");
    }
    const own = condition("messageid", "=", messageId);
    return actionId === undefined ? own : all(own, condition("actionid", "=", actionId));
  }
  const [field, id] =
    "queueId" in question
      ? (["queueid", question.queueId] as const)
      : (["historyid", question.historyId] as const);
  if (!/^\d{1,20}$/.test(id)) throw new GatewayApiError("invalid_argument", "an id has 1 to 20 digits");
  return condition(field, "=", id);
}
