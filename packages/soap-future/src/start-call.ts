import { carryOut } from "./call.ts";
import { type CallOptions, type CallPlan, type SoapCallPolicy } from "./call-options.ts";
import { type OperationDescriptor, type ServiceDescriptor } from "./descriptor.ts";
import { buildEnvelope } from "./envelope/build.ts";
import { type FutureContext, SoapFuture } from "./future.ts";
import { checkedReply, intercept, type SoapCall } from "./interceptors/interceptor.ts";
import { type Start } from "./method-table.ts";
import { defaultMimeLimits } from "./mime/limits.ts";
import { DecodePlans } from "./schema/decode-plan.ts";
import { createEncoder } from "./schema/encode.ts";
import { repeatedPath } from "./schema/repeated-path.ts";
import { SoapStream, type StreamOptions } from "./stream.ts";
import { deadlineOf } from "./time-limits.ts";
import { type SoapTransport } from "./transport.ts";

const defaultTimeoutMs = 30_000;
const defaultMtomBytes = 1024;

/** What the calls of a client by a descriptor have in common. */
export function planOf(
  descriptor: ServiceDescriptor,
  transport: SoapTransport,
  { xmlLimits = {}, mimeLimits, mtom = false }: SoapCallPolicy,
): CallPlan {
  const encoder = createEncoder(descriptor);
  return {
    descriptor,
    plans: new DecodePlans(descriptor),
    encode: ({ operation, args, soapVersion, soapHeaders, headerElements }, take) =>
      buildEnvelope(encoder, operation.input, args, {
        soapVersion,
        soapHeaders,
        headerElements,
        ...(take && { mtom: take }),
      }),
    anyAnswer: false,
    transport,
    xmlLimits,
    mimeLimits: { ...defaultMimeLimits, ...mimeLimits },
    mtomBytes: mtom === true ? defaultMtomBytes : mtom === false ? undefined : mtom.thresholdBytes,
  };
}

/** What begins the calls of a client. */
export interface Starters {
  readonly startFuture: Start<CallOptions, SoapFuture<unknown>>;
  readonly startStream: Start<StreamOptions, SoapStream<unknown>>;
}

export function createStarters(plan: CallPlan, policy: SoapCallPolicy): Starters {
  const { descriptor, transport } = plan;
  const { interceptors = [], timeoutMs = defaultTimeoutMs } = policy;
  const send = intercept(interceptors, (call) => carryOut(plan, call));
  const readOnly = new Set(policy.readOnly ?? []);
  const callOf = (
    operation: OperationDescriptor,
    args: unknown,
    options: CallOptions,
    context: FutureContext,
    items?: readonly string[],
  ): SoapCall => ({
    operation,
    soapAction: operation.soapAction,
    endpoint: transport.endpoint,
    soapVersion: descriptor.soapVersion,
    args,
    headers: options.headers ?? {},
    soapHeaders: options.soapHeaders ?? {},
    headerElements: options.headerElements ?? [],
    understood: [],
    attachments: options.attachments ?? [],
    readOnly: readOnly.has(operation.name),
    items,
    deadline: endOf(options, timeoutMs, context),
    connectTimeoutMs: options.connectTimeoutMs,
    signal: context.signal,
    meta: context.meta,
  });
  return {
    startFuture: (operation, args, options, callee) =>
      new SoapFuture(
        operation.name,
        async (context) => {
          const reply = await send(callOf(operation, args, options, context));
          return checkedReply(reply, "value").value;
        },
        {
          timeoutMs: options.timeoutMs ?? (options.deadline === undefined ? timeoutMs : undefined),
          deadline: options.deadline,
          signal: options.signal,
          callee,
        },
      ),
    startStream: (operation, args, options) => {
      const path = repeatedPath(descriptor, operation, options.element);
      return new SoapStream(
        operation.name,
        // Async, so that what an interceptor throws at once is not thrown at the caller.
        async (context) => await send(callOf(operation, args, options, context, path)),
        { headTimeoutMs: timeoutMs, whole: options, signal: options.signal },
      );
    },
  };
}

/** When a call ends at the latest; of a stream without a limit of its own, only its beginning is limited. */
function endOf(options: CallOptions, usualMs: number, { meta }: FutureContext): number {
  const deadline = deadlineOf(options);
  const timeoutMs = options.timeoutMs ?? (deadline === undefined ? usualMs : Infinity);
  return Math.min(meta.startedAt + timeoutMs, deadline ?? Infinity);
}
