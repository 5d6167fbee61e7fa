import { gatewayDescriptor, gatewayWsdl, type GatewayService } from "@mailmux/gateway-api";
import { createSoapService } from "@mailmux/soap-future/server";
import type { IncomingMessage, RequestListener } from "node:http";
import { basicCredentials, credentialsMatch, type Credentials } from "../basic-auth.ts";
import type { Caller } from "./caller.ts";
import { fault } from "./fault.ts";
import type { Handlers } from "./handlers.ts";

/** Options of {@link createService}. */
export interface ServiceOptions {
  readonly handlers: Handlers;
  /** Who may call. The WSDL is for everyone. */
  readonly credentials: Credentials;
  /** Told about errors that are no faults; the client learns nothing of them. */
  readonly onError: (error: unknown) => void;
}

/** The SOAP service of a node. */
export function createService({ handlers, credentials, onError }: ServiceOptions): RequestListener {
  const service = createSoapService<GatewayService, Caller>({
    descriptor: gatewayDescriptor,
    wsdl: gatewayWsdl,
    authenticate: (request) => authenticate(request, credentials),
    realm: "mail gateway",
    onError,
    handlers,
  });
  return service.listener;
}

/** The text is exactly what clients compare with to tell a wrong password from a node in trouble. */
function authenticate(request: IncomingMessage, expected: Credentials): Caller {
  if (credentialsMatch(basicCredentials(request.headers.authorization), expected)) {
    return { user: expected.user, fullName: expected.user, access: "full" };
  }
  throw fault("Unauthorized", { status: 401, blame: "Client" });
}
