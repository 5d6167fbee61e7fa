import type { OperationName } from "@mailmux/gateway-api";
import type { IncomingMessage, ServerResponse } from "node:http";
import { faultActions, pause, type FaultTools, type SpoiledExchange } from "./actions.ts";
import { parseFaultRule, type FaultRule, type Misbehaviour } from "./rules.ts";

/** Options of {@link FaultPlan}. */
export interface FaultPlanOptions extends FaultTools {
  readonly rules: readonly FaultRule[];
  /** How long `slow` waits, in milliseconds. */
  readonly slowMs: number;
}

/**
 * How a node misbehaves, which may change while it runs: `hang` reads a call and never answers; `drop` reads, then
 * closes the connection; `reset` ends it with a TCP reset; `garbage` answers with bytes that are no HTTP; `truncate`
 * announces a body and cuts it in half; `trickle` sends a byte now and then; `slow` waits and then answers as usual;
 * `http500` answers with a page of HTML; `fault` with a SOAP fault; `unauthorized` with 401; `wrong-xml` with
 * something that was not asked for; `flood` with a list that never ends, as fast as the client takes it. Each ends
 * when the client goes away or the server closes its connections. Requests other than POST are left alone, so that a
 * client gets as far as its first call.
 */
export class FaultPlan {
  readonly #options: FaultPlanOptions;
  #rules: readonly Misbehaviour[] = [];

  constructor(options: FaultPlanOptions) {
    this.#options = options;
    this.set(options.rules);
  }

  /** Replaces all rules; what is being spoiled already stays so. @throws GatewayNodeError `invalid_option` */
  set(rules: readonly FaultRule[]): void {
    this.#rules = rules.map(parseFaultRule);
  }

  /**
   * Spoils a call before anybody has looked at it. True: request and response are taken, leave them alone. False:
   * the request is as it was, though maybe later.
   * @param asksToContinue the client waits to be told to send the body
   */
  async spoilUnread(
    request: IncomingMessage,
    response: ServerResponse,
    asksToContinue = false,
  ): Promise<boolean> {
    if (request.method !== "POST") return false;
    const rules = this.#for(undefined);
    const willAct = rules.some(({ kind }) => kind !== "slow");
    if (!willAct) return this.#act(rules, { request, response });
    // A client that goes away is no error of ours.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    if (asksToContinue) response.writeContinue();
    if (await whenRead(request)) await this.#act(rules, { request, response });
    return true;
  }

  /** Spoils a call of one operation that has been read. True: it is over. */
  async spoilRead(operation: OperationName, exchange: SpoiledExchange): Promise<boolean> {
    const isTaken = await this.#act(this.#for(operation), exchange);
    if (isTaken) await whenClosed(exchange.response);
    return isTaken;
  }

  #for(operation: OperationName | undefined): readonly Misbehaviour[] {
    return this.#rules.filter((rule) => rule.operation === operation);
  }

  /** Does what the rules say, in their order, until one has answered. */
  async #act(rules: readonly Misbehaviour[], exchange: SpoiledExchange): Promise<boolean> {
    const { clock, slowMs } = this.#options;
    for (const { kind } of rules) {
      if (kind === "slow") await pause(exchange.response, clock, slowMs);
      else {
        await faultActions[kind](exchange, this.#options);
        return true;
      }
    }
    return false;
  }
}

/** Reads the request to its end; false when it never got there. */
async function whenRead(request: IncomingMessage): Promise<boolean> {
  request.resume();
  return new Promise((resolve) => {
    request.once("end", () => resolve(true));
    request.once("close", () => resolve(false));
  });
}

async function whenClosed(response: ServerResponse): Promise<void> {
  if (response.closed) return;
  return new Promise((resolve) => response.once("close", () => resolve()));
}
