import { type MutableMeta } from "./call-meta.ts";
import { type CallPlan } from "./call-options.ts";
import { type SoapError } from "./errors.ts";
import { type SoapCall, type SoapReply } from "./interceptors/interceptor.ts";
import { buildRequest } from "./request.ts";
import { openResponse, readResponse } from "./response.ts";
import { toSoapError, within } from "./to-soap-error.ts";
import { type SoapResponse } from "./transport.ts";

/** Sends a call and reads its answer: what all interceptors stand around. */
export async function carryOut(plan: CallPlan, call: SoapCall): Promise<SoapReply> {
  try {
    const response = await send(plan, call);
    if (call.items === undefined) return { kind: "value", value: await readResponse(plan, call, response) };
    // Items of an answer that turns out to be none must not be given out.
    if (response.status !== 200) await readResponse(plan, call, response);
    return streamItems(plan, call, response, call.items);
  } catch (error) {
    throw placeError(call, error);
  }
}

/** Sends the request; resolves when the head of the answer has come. */
async function send(plan: CallPlan, call: SoapCall): Promise<SoapResponse> {
  const meta: MutableMeta = call.meta;
  const started = performance.now();
  const { headers, body } = within("encode", () => buildRequest(plan, call));
  const handed = performance.now();
  meta.encodeMs = handed - started;
  meta.requestBytes = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  // An interceptor may have taken its time.
  call.signal.throwIfAborted();
  meta.attempts++;
  const { readOnly: idempotent, signal, connectTimeoutMs } = call;
  const onSend = (): void => void (meta.mayHaveArrived = true);
  if (plan.transport.reportsSend !== true) onSend();
  const request = { headers, body, idempotent, signal, connectTimeoutMs, onSend };
  const response = await plan.transport.send(request);
  meta.headersMs = performance.now() - handed;
  meta.httpStatus = response.status;
  meta.headers = response.headers;
  return response;
}

function streamItems(
  plan: CallPlan,
  call: SoapCall,
  response: SoapResponse,
  path: readonly string[],
): SoapReply {
  let rest: unknown;
  async function* read(): AsyncGenerator<unknown, void> {
    const items: unknown[] = [];
    try {
      const reader = await openResponse(plan, call, response, { path, take: (item) => items.push(item) });
      for await (const chunk of response.body) {
        within("decode", () => reader.push(chunk));
        // What an item refers to may come after it, in a part of its own.
        if (reader.complete) yield* items.splice(0);
      }
      rest = within("decode", () => reader.finish());
    } catch (error) {
      throw placeError(call, error);
    }
    yield* items;
  }
  return { kind: "items", items: read(), rest: () => rest };
}

/** Says of an error which call it is of. */
function placeError({ operation, endpoint }: SoapCall, error: unknown): SoapError {
  return toSoapError(error, "transport", { operation: operation.name, endpoint });
}
