import { operationNames, type OperationName } from "@mailmux/gateway-api";
import { GatewayNodeError } from "../errors.ts";

/** The ways in which a node can misbehave on demand. */
export const faultKinds = [
  "hang",
  "drop",
  "reset",
  "garbage",
  "truncate",
  "trickle",
  "slow",
  "http500",
  "fault",
  "unauthorized",
  "wrong-xml",
  "flood",
] as const;

/** One of {@link faultKinds}. */
export type FaultKind = (typeof faultKinds)[number];

/** A way to misbehave on every call, or on the calls of one operation: `hang`, `mailQueue:hang`. */
export type FaultRule = FaultKind | `${OperationName}:${FaultKind}`;

/** A rule in its parts. */
export interface Misbehaviour {
  readonly kind: FaultKind;
  /** Undefined: all of them. */
  readonly operation: OperationName | undefined;
}

/** Reads a rule. @throws GatewayNodeError `invalid_option` */
export function parseFaultRule(text: string): Misbehaviour {
  const colon = text.indexOf(":");
  const kind = faultKinds.find((each) => each === text.slice(colon + 1));
  if (kind === undefined) {
    throw invalid(
      `fault must be one of ${faultKinds.join(", ")}, by itself or behind OPERATION: as in mailQueue:hang`,
    );
  }
  if (colon < 0) return { kind, operation: undefined };
  const operation = operationNames.find((each) => each === text.slice(0, colon));
  if (operation === undefined)
    throw invalid(`fault names the operation "${text.slice(0, Math.min(colon, 40))}", which is none`);
  return { kind, operation };
}

function invalid(rule: string): GatewayNodeError {
  return new GatewayNodeError("invalid_option", `${rule}.`);
}
