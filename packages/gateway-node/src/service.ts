import { FilterError, gatewayDescriptor, gatewayWsdl, type GatewayService } from "@mailmux/gateway-api";
import { SoapFault, createSoapService } from "@mailmux/soap-future/server";
import type { IncomingMessage, RequestListener } from "node:http";
import { basicCredentials, credentialsMatch, type Credentials } from "./basic-auth.ts";
import type { Operations } from "./operations.ts";

/** Options of {@link createService}. */
export interface ServiceOptions {
  readonly operations: Operations;
  /** Who may call. The WSDL is for everyone. */
  readonly credentials: Credentials;
  /** Told about errors that are no faults; the client learns nothing of them. */
  readonly onError: (error: unknown) => void;
}

/** The SOAP service of a node. */
export function createService({ operations, credentials, onError }: ServiceOptions): RequestListener {
  const service = createSoapService<GatewayService, string>({
    descriptor: gatewayDescriptor,
    wsdl: gatewayWsdl,
    authenticate: (request) => authenticate(request, credentials),
    realm: "mail gateway",
    onError,
    handlers: {
      getVersion: operations.getVersion,
      getUptime: operations.getUptime,
      getSerial: operations.getSerial,
      login: (_, { remoteAddress }) => operations.login(remoteAddress),
      mailQueue: (call) => withFaults(() => operations.mailQueue(call)),
      mailHistory: (call) => withFaults(() => operations.mailHistory(call)),
    },
  });
  return service.listener;
}

/** The text is exactly what clients compare with to tell a wrong password from a node in trouble. */
function authenticate(request: IncomingMessage, expected: Credentials): string {
  if (credentialsMatch(basicCredentials(request.headers.authorization), expected)) return expected.user;
  throw new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring: "Unauthorized", httpStatus: 401 });
}

/** A filter that cannot be read is the caller's to mend, so its message goes back as a fault. */
function withFaults<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new SoapFault({ faultcode: "SOAP-ENV:Server", faultstring: `Invalid filter: ${error.summary}` });
  }
}
