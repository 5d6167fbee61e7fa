import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../clock.ts";
import { envelopeType, faultEnvelope } from "../service/soap-text.ts";
import type { FaultKind } from "./rules.ts";

/** One request, read to its end, and its answer. */
export interface SpoiledExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What the actions need besides. */
export interface FaultTools {
  readonly clock: Clock;
  /** Ends a connection with a TCP reset. */
  readonly reset: (socket: Socket) => void;
}

/** Spoils an answer. May take as long as the exchange. */
export type FaultAction = (exchange: SpoiledExchange, tools: FaultTools) => void | Promise<void>;

const head =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:halon">' +
  "<SOAP-ENV:Body><ns1:mailQueueResponse><result>";

const item =
  "<item><id>10001</id><msgid>5f0c7a10-60e0-11e4-ac7b-000c294da5fc</msgid><msgts0>1414747984</msgts0>" +
  "<msgaction>DELIVER</msgaction><msgfrom/><msgto>a@example.com</msgto><msgsubject>SGVsbG8=</msgsubject></item>";

const wrongXml =
  '<?xml version="1.0" encoding="UTF-8"?>' +
  '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="urn:halon">' +
  "<SOAP-ENV:Body><ns1:weatherResponse><rain>true</rain></ns1:weatherResponse></SOAP-ENV:Body></SOAP-ENV:Envelope>";

/** Between two bytes of `trickle`: an answer takes minutes, and never pauses for long. */
const trickleMs = 100;

/** What each kind does; `slow` is no action, because the answer that follows is a good one. */
export const faultActions: Readonly<Record<Exclude<FaultKind, "slow">, FaultAction>> = {
  hang: () => undefined,
  drop: ({ response }) => destroy(response),
  reset: ({ request }, { reset }) => reset(request.socket),
  garbage: ({ response }) => {
    response.socket?.end(Buffer.from("\u0000\u0016\u0003 this is no HTTP \r\n\r\n\u00ff\u00fe<<<", "latin1"));
  },
  truncate: ({ response }) => {
    const body = head + item.repeat(20);
    response.writeHead(200, { "Content-Type": envelopeType, "Content-Length": Buffer.byteLength(body) * 2 });
    response.write(body, () => destroy(response));
  },
  trickle: async ({ response }, { clock }) => {
    const body = Buffer.from(head + item.repeat(20));
    response.writeHead(200, { "Content-Type": envelopeType, "Content-Length": body.length });
    for (let at = 0; at < body.length && !response.destroyed; at++) {
      response.write(body.subarray(at, at + 1));
      await pause(response, clock, trickleMs);
    }
    destroy(response);
  },
  http500: ({ response }) => {
    const body = "<!DOCTYPE html><html><body><h1>500 Internal Server Error</h1><hr>nginx</body></html>\n";
    send(response, 500, body, { "Content-Type": "text/html" });
  },
  fault: ({ response }) => send(response, 500, faultEnvelope("The node is in trouble", "Server")),
  unauthorized: ({ response }) =>
    send(response, 401, faultEnvelope("Unauthorized"), { "WWW-Authenticate": 'Basic realm="mail gateway"' }),
  "wrong-xml": ({ response }) => send(response, 200, wrongXml),
  flood: async ({ response }) => {
    response.writeHead(200, { "Content-Type": envelopeType });
    response.write(head);
    const block = item.repeat(100);
    while (!response.destroyed) {
      if (response.write(block)) await turn();
      else await drainedOrClosed(response);
    }
  },
};

/** Waits, but no longer than the exchange lasts. */
export async function pause(response: ServerResponse, clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, done);
    function done(): void {
      response.off("close", done);
      timer.cancel();
      resolve();
    }
    response.once("close", done);
  });
}

function send(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    "Content-Type": envelopeType,
    ...headers,
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
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
