import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Clock } from "../clock.ts";
import type { FaultHandler } from "../faults.ts";

/** What stands between the server and its service. */
export interface ListenerOptions {
  readonly service: RequestListener;
  /** Milliseconds before each call is answered. */
  readonly delayMs: number;
  readonly fault: FaultHandler | undefined;
  readonly clock: Clock;
}

/** Finds the service, and delays or spoils what it is told to. */
export function createListener({ service, delayMs, fault, clock }: ListenerOptions): RequestListener {
  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    if (fault?.(request, response) !== true) void service(request, response);
  };
  return (request, response) => {
    const path = normalPath(request.url ?? "");
    if (path === undefined) {
      notFound(response);
      return;
    }
    request.url = path;
    if (delayMs === 0 || request.method !== "POST") {
      serve(request, response);
      return;
    }
    const timer = clock.after(delayMs, () => serve(request, response));
    response.once("close", () => timer.cancel());
  };
}

/**
 * `/remote/` with the query as it came, or undefined for any other path. Clients join an address that ends in a
 * slash with `/remote/`, so repeated slashes count as one; the last one may be left out.
 */
export function normalPath(url: string): string | undefined {
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  if (!/^\/+remote\/*$/.test(path)) return undefined;
  return question < 0 ? "/remote/" : `/remote/${url.slice(question)}`;
}

function notFound(response: ServerResponse): void {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault>' +
    "<faultcode>SOAP-ENV:Client</faultcode><faultstring>The service is at /remote/</faultstring>" +
    "</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>";
  response.writeHead(404, {
    "Content-Type": "text/xml; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
