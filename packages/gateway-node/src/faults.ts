import type { IncomingMessage, ServerResponse } from "node:http";

/** The ways in which a node can misbehave on demand. */
export const faultKinds = ["hang", "drop", "garbage", "truncate", "http500", "flood"] as const;

/** One of {@link faultKinds}. */
export type FaultKind = (typeof faultKinds)[number];

/** Takes an exchange over when it returns true; the caller must then leave request and response alone. */
export type FaultHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

const head =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:halon">' +
  "<SOAP-ENV:Body><ns1:mailQueueResponse><result>";

const item =
  "<item><id>10001</id><msgid>5f0c7a10-60e0-11e4-ac7b-000c294da5fc</msgid><msgts0>1414747984</msgts0>" +
  "<msgaction>DELIVER</msgaction><msgfrom/><msgto>a@example.com</msgto><msgsubject>SGVsbG8=</msgsubject></item>";

/**
 * A handler that spoils every call it is given. Requests other than POST are left alone, so that a client gets
 * as far as its first call:
 * `hang` reads and never answers; `drop` reads, then cuts the connection; `garbage` answers with bytes that are no
 * HTTP; `truncate` announces a body and cuts it in half; `http500` answers with a page of HTML; `flood` answers with a
 * list that never ends, as fast as the client takes it. Each ends when the client goes away or the server closes its connections.
 */
export function createFault(kind: FaultKind): FaultHandler {
  const act = actions[kind];
  return (request, response) => {
    if (request.method !== "POST") return false;
    // A client that goes away is no error of ours.
    request.on("error", () => undefined);
    response.on("error", () => undefined);
    void whenRead(request).then((complete) => (complete ? act(response) : undefined));
    return true;
  };
}

type FaultAction = (response: ServerResponse) => void | Promise<void>;

const actions: Readonly<Record<FaultKind, FaultAction>> = {
  hang: () => undefined,
  drop: (response) => destroy(response),
  garbage: (response) => {
    response.socket?.end(Buffer.from("\u0000\u0016\u0003 this is no HTTP \r\n\r\n\u00ff\u00fe<<<", "latin1"));
  },
  truncate: (response) => {
    const body = head + item.repeat(20);
    response.writeHead(200, {
      "Content-Type": "text/xml; charset=utf-8",
      "Content-Length": Buffer.byteLength(body) * 2,
    });
    response.write(body, () => destroy(response));
  },
  http500: (response) => {
    const body = "<!DOCTYPE html><html><body><h1>500 Internal Server Error</h1><hr>nginx</body></html>\n";
    response.writeHead(500, { "Content-Type": "text/html", "Content-Length": Buffer.byteLength(body) });
    response.end(body);
  },
  flood: async (response) => {
    response.writeHead(200, { "Content-Type": "text/xml; charset=utf-8" });
    response.write(head);
    const block = item.repeat(100);
    while (!response.destroyed) {
      if (response.write(block)) await turn();
      else await drainedOrClosed(response);
    }
  },
};

/** Reads the request to its end; false when it never got there. */
async function whenRead(request: IncomingMessage): Promise<boolean> {
  request.resume();
  return new Promise((resolve) => {
    request.once("end", () => resolve(true));
    request.once("close", () => resolve(false));
  });
}

async function drainedOrClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off("drain", done).off("close", done);
      resolve();
    };
    response.on("drain", done).on("close", done);
  });
}

/** Lets other connections have their turn. */
async function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function destroy(response: ServerResponse): void {
  response.socket?.destroy();
}
