import {
  gatewayDescriptor,
  gatewayWsdl,
  operationNames,
  operationTraits,
  type GatewayService,
  type OperationName,
} from "@mailmux/gateway-api";
import {
  createSoapService,
  type CallContext,
  type ServiceHandlers,
  type SoapService,
} from "@mailmux/soap-future/server";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Authenticator, SignedIn } from "../auth/authenticator.ts";
import type { Caller } from "./caller.ts";
import { fault } from "./fault.ts";
import type { Handlers } from "./handlers.ts";

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Options of {@link createService}. */
export interface ServiceOptions {
  readonly handlers: Handlers;
  /** Says who may call. The WSDL is for everyone. */
  readonly authenticator: Authenticator;
  /** Does something to a call that has been read; true when it is over. */
  readonly before: (operation: OperationName, exchange: Exchange) => Promise<boolean>;
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  /** Sends long answers in gzip to who takes it. */
  readonly compress: boolean;
  /** Told about errors that are no faults; the client learns nothing of them. */
  readonly onError: (error: unknown) => void;
}

interface Session {
  readonly sender: SignedIn;
  readonly exchange: Exchange;
}

/** Bodies of people whom nobody knows yet and who have to be read to be asked about. */
const maxStrangers = 32;

/** The SOAP service of a node. */
export function createService(options: ServiceOptions): SoapService {
  const { authenticator, onError, maxBodyBytes, bodyTimeoutMs, compress } = options;
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  let strangers = 0;
  const service = createSoapService<GatewayService, Session>({
    descriptor: gatewayDescriptor,
    wsdl: gatewayWsdl,
    async authenticate(request) {
      const exchange = exchanges.get(request);
      if (exchange === undefined) throw new Error("a request that did not come through the listener");
      const sender = await authenticator.signIn({
        authorization: request.headers.authorization,
        target: request.url ?? "",
        address: request.socket.remoteAddress ?? "",
      });
      if (sender.kind === "stranger") {
        if (strangers >= maxStrangers)
          throw fault("Too many sign-ins at once, try again later", { status: 503 });
        strangers++;
        exchange.response.once("close", () => strangers--);
      }
      return { sender, exchange };
    },
    realm: "mail gateway",
    maxBodyBytes,
    bodyTimeoutMs,
    compress,
    onError,
    handlers: guarded(options),
  });
  const remembered =
    (listener: SoapService["listener"]): SoapService["listener"] =>
    (request, response) => {
      exchanges.set(request, { request, response });
      listener(request, response);
    };
  return { listener: remembered(service.listener), checkContinue: remembered(service.checkContinue) };
}

type AnyHandler = (args: unknown, context: CallContext<Caller>) => unknown;

/** The handlers, behind the questions of who calls and whether they may. */
function guarded({
  handlers,
  authenticator,
  before,
}: ServiceOptions): ServiceHandlers<GatewayService, Session> {
  const guard =
    (operation: OperationName) =>
    async (args: unknown, context: CallContext<Session>): Promise<unknown> => {
      const { sender, exchange } = context.user;
      const user = await authenticator.callerOf(sender, operation, args);
      if (!mayCall(user, operation)) throw fault("Forbidden", { status: 403, blame: "Client" });
      if (await before(operation, exchange)) throw fault("The answer was spoiled on purpose");
      return (handlers[operation] as AnyHandler)(args, { ...context, user });
    };
  const entries = operationNames.map((operation) => [operation, guard(operation)] as const);
  return Object.fromEntries(entries) as unknown as ServiceHandlers<GatewayService, Session>;
}

function mayCall({ access }: Caller, operation: OperationName): boolean {
  return access === "full" || operationTraits[operation].access === "read";
}
