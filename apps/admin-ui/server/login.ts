import { createGatewayCluster, Credentials, type GatewayCluster } from "@mailmux/gateway-api";
import type { Session } from "../shared/api.ts";
import type { ResolvedPanelOptions } from "./options.ts";
import { OverviewPoller } from "./overview-poller.ts";
import { createCursorSeal, type CursorSeal } from "./sealed-cursor.ts";

type ClusterOptions = Pick<ResolvedPanelOptions, "nodes" | "fanout" | "operationTimeoutMs">;

/** The nodes as one person sees them: every call is made with what this person signed in with. */
export function createUserCluster(
  options: ClusterOptions,
  username: string,
  password: string,
): GatewayCluster {
  const { nodes, fanout, operationTimeoutMs } = options;
  return createGatewayCluster(
    { nodes, fanout, operationTimeoutMs },
    { credentials: new Credentials(username, password) },
  );
}

/**
 * Somebody who is signed in, from the sign-in to its end. The password is in the cluster's connections and nowhere
 * else.
 */
export class Login {
  readonly user: NonNullable<Session["user"]>;
  readonly cluster: GatewayCluster;
  readonly cursors: CursorSeal = createCursorSeal();
  readonly poller: OverviewPoller;
  /** Open event streams. */
  streams = 0;
  readonly #end = new AbortController();

  constructor(user: Login["user"], cluster: GatewayCluster, options: ResolvedPanelOptions) {
    this.user = user;
    this.cluster = cluster;
    this.poller = new OverviewPoller({
      nodes: options.nodes,
      cluster,
      fanout: options.fanout,
      operationTimeoutMs: options.operationTimeoutMs,
      intervalMs: options.overviewIntervalMs,
      onRefused: () => this.end(refusedReason),
      onError: (error) =>
        options.log({ level: "error", message: "overview failed", fields: { error: String(error) } }),
    });
  }

  /** Aborts at the end; the signal's reason is in words. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  /** Ends streams and calls under way, and closes the connections to the nodes. May be called twice. */
  end(reason: string): void {
    if (this.ended.aborted) return;
    this.#end.abort(reason);
    this.poller.stop();
    void this.cluster.close();
  }
}

/** Said when the nodes changed their mind about a password. */
export const refusedReason = "The nodes no longer accept this user name and password.";
