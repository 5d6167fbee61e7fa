import type { GatewayService, OperationName } from "@mailmux/gateway-api";
import type { ServiceHandlers } from "@mailmux/soap-future/server";
import type { Caller } from "./caller.ts";

/** A function for every operation. */
export type Handlers = ServiceHandlers<GatewayService, Caller>;

/** The functions of one part of the API. */
export type HandlersOf<Name extends OperationName> = Pick<Handlers, Name>;

/** What an operation is called with. */
export type Input<Name extends OperationName> = GatewayService[Name]["input"];

/** What an operation answers. */
export type Output<Name extends OperationName> = GatewayService[Name]["output"];
