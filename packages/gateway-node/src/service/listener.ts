import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { isFromAnotherSite } from "./cross-site.ts";
import { isPageRequest, sendPage } from "./page.ts";
import { envelopeType, faultEnvelope } from "./soap-text.ts";

/** What stands between the server and its service. */
export interface ListenerOptions {
  readonly service: RequestListener;
  /** Does something to a call before the service gets it; true when the service shall not get it. */
  readonly before: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
}

/** Finds the service, answers what is not for it, and lets calls be delayed or spoiled. */
export function createListener({ service, before, onError }: ListenerOptions): RequestListener {
  return (request, response) => {
    const path = normalPath(request.url ?? "");
    if (path === undefined) sendFault(response, 404, "The service is at /remote/");
    else if (isFromAnotherSite(request)) sendFault(response, 403, "Calls from web pages are refused");
    else if (isPageRequest(request.method, path)) sendPage(response);
    else {
      request.url = path;
      before(request, response)
        .then((isTaken) => {
          if (!isTaken && !response.destroyed) void service(request, response);
        })
        .catch((error: unknown) => {
          onError(error);
          response.destroy();
        });
    }
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

/** Answers a request that is not for the service; what there is of a body is thrown away, and the connection ended. */
export function sendFault(response: ServerResponse, status: number, text: string): void {
  const body = faultEnvelope(text, status >= 500 ? "Server" : "Client");
  const { headers } = response.req;
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  response.writeHead(status, {
    "Content-Type": envelopeType,
    "Content-Length": Buffer.byteLength(body),
    ...(hasBody && { Connection: "close" }),
  });
  response.req.resume();
  response.end(body);
}
