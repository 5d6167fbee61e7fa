import {
  type Cluster,
  formatNodeSet,
  type NodeResult,
  type OperationContext,
  type RunOptions,
} from "@mailmux/cluster";
import { futureWithin, withinRun } from "@mailmux/cluster/soap";
import { SoapFault } from "@mailmux/soap-future";
import { idList } from "../calls/queue-ids.ts";
import { GatewayApiError } from "../errors.ts";
import { all, any, condition, everything, type Filter, formatFilter } from "../filter/index.ts";
import { explainFailure, type NodeFailure } from "../gateway/failure.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayService } from "../generated/service.gen.ts";
import { type ListRow } from "../messages/list.ts";
import { type MailAction, scopeOf, startAction } from "./action.ts";

/** A message of the queue, the quarantine or an archive. Rows of `listMessages` are some. */
export type SelectedMessage = Pick<ListRow, "node" | "id"> & Partial<Pick<ListRow, "source">>;

/** Options of {@link actOnMessages}. */
export interface ActOptions extends Omit<RunOptions, "effect"> {
  /** What the user may see: anything else is `gone`, and not touched. Default: everything. */
  readonly restriction?: Filter;
}

/** What became of one message. */
export interface MessageOutcome {
  readonly node: string;
  readonly id: string;
  /**
   * `done`: the node has done it. `gone`: it was not there any more, or not for this action. `failed`: it was
   * asked, and has certainly not done it. `unknown`: it was asked, and nobody knows; look before it is repeated. `not_tried`: it was not asked.
   */
  readonly outcome: "done" | "gone" | "failed" | "unknown" | "not_tried";
  /** Why, where it is `failed`, `unknown` or `not_tried`. */
  readonly failure?: NodeFailure;
}

/** What became of an action on selected messages. */
export interface ActReport {
  /** One for each message, in the order in which they were given. */
  readonly messages: readonly MessageOutcome[];
  /** How each node took part that has one of them, in the order of the cluster. */
  readonly nodes: readonly NodeResult<{ readonly done: number; readonly gone: number }>[];
}

/** Messages of one call: their ids are also a filter, which has at most 65,536 characters. */
const atOnce = 1_000;

/** The most messages of one action. */
const mostMessages = 100_000;

/** How far a node has come. */
interface Progress {
  readonly ids: readonly string[];
  readonly done: Set<string>;
  readonly gone: Set<string>;
  /** What it was asked to do and has not answered yet. */
  asked: readonly string[];
}

/**
 * Does something to selected messages, each node's own together. A node is asked first which of its messages are still
 * there, can be seen and are such that the action is for them; only those are touched. Nothing is ever sent twice: where an answer is
 * lost, the messages that it was about are `unknown`, and the node's others are not tried.
 * @throws GatewayApiError `invalid_argument` for rows of the history, ids that are none, and nodes that are not in the cluster
 */
export async function actOnMessages(
  cluster: Cluster<GatewayService, Gateway>,
  messages: readonly SelectedMessage[],
  action: MailAction,
  { restriction = everything, ...options }: ActOptions = {},
): Promise<ActReport> {
  const byNode = grouped(cluster, messages);
  if (byNode.size === 0) return { messages: [], nodes: [] };
  const visible = all(scopeOf(action), restriction);
  const { results } = await cluster
    .select(formatNodeSet([...byNode.keys()]))
    .run(
      async (node, context) => {
        const progress = byNode.get(node.name);
        if (progress === undefined) return { done: 0, gone: 0 };
        for (let from = 0; from < progress.ids.length; from += atOnce) {
          await actOnSome(node, progress, progress.ids.slice(from, from + atOnce), {
            action,
            visible,
            context,
          });
        }
        return { done: progress.done.size, gone: progress.gone.size };
      },
      { ...options, effect: "change" },
    )
    .get();
  const byName = new Map(results.map((result) => [result.node, result]));
  return {
    messages: messages.map(({ node, id }) => ({
      node,
      id,
      ...outcomeOf(id, byNode.get(node), byName.get(node)),
    })),
    nodes: results,
  };
}

/** The messages by node, each once. */
function grouped(
  { nodes }: Cluster<GatewayService, Gateway>,
  messages: readonly SelectedMessage[],
): ReadonlyMap<string, Progress> {
  if (messages.length > mostMessages) {
    throw new GatewayApiError("invalid_argument", `more than ${mostMessages} messages are named`);
  }
  const selected = new Map<string, Set<string>>();
  for (const { node, id, source } of messages) {
    // Its id is that of a row in the history, and may be that of another message in the queue.
    if (source === "history") {
      throw new GatewayApiError(
        "invalid_argument",
        "a row of the history is no message that can be acted on",
      );
    }
    selected.set(node, (selected.get(node) ?? new Set()).add(idList(id)));
  }
  const known = new Set(nodes.map(({ name }) => name));
  const stranger = [...selected.keys()].find((name) => !known.has(name));
  if (stranger !== undefined) throw new GatewayApiError("invalid_argument", `there is no node ${stranger}`);
  // In the order of the cluster.
  return new Map(
    nodes.flatMap(({ name }): [string, Progress][] => {
      const ids = selected.get(name);
      return ids === undefined
        ? []
        : [[name, { ids: [...ids], done: new Set(), gone: new Set(), asked: [] }]];
    }),
  );
}

async function actOnSome(
  { client }: Gateway,
  progress: Progress,
  ids: readonly string[],
  { action, visible, context }: { action: MailAction; visible: Filter; context: OperationContext },
): Promise<void> {
  context.signal.throwIfAborted();
  // While it is only looked, nothing can have been changed.
  context.reportArrival(() => false);
  const call = futureWithin(client, context);
  const filter = formatFilter(all(any(...ids.map((id) => condition("queueid", "=", id))), visible));
  const { result } = await call.mailQueue({ filter, limit: ids.length }).get();
  const found = new Set(result.item.map(({ id }) => String(id)));
  const there = ids.filter((id) => found.has(id));
  for (const id of ids) if (!found.has(id)) progress.gone.add(id);
  if (there.length === 0) return;
  context.signal.throwIfAborted();
  progress.asked = there;
  let outcome = progress.done;
  try {
    await withinRun(startAction(call, action, idList(there)), context);
  } catch (error) {
    // All of them have left in this very moment: of some, the node would have said nothing.
    if (!(error instanceof SoapFault) || error.faultstring !== "queueid not found") throw error;
    outcome = progress.gone;
  }
  progress.asked = [];
  for (const id of there) outcome.add(id);
}

function outcomeOf(
  id: string,
  progress: Progress | undefined,
  result: NodeResult<unknown> | undefined,
): Pick<MessageOutcome, "outcome" | "failure"> {
  if (progress?.done.has(id) === true) return { outcome: "done" };
  if (progress?.gone.has(id) === true) return { outcome: "gone" };
  const failure = result === undefined ? undefined : explainFailure(result);
  const why = failure === undefined ? {} : { failure };
  if (progress?.asked.includes(id) === true) {
    if (result?.status === "unknown") return { outcome: "unknown", ...why };
    if (result?.status === "failed") return { outcome: "failed", ...why };
  }
  return { outcome: "not_tried", ...why };
}
