import { type OperationName } from "../catalogue/operations.ts";
import { type GatewayService } from "../generated/service.gen.ts";

/** What an operation takes on the wire. */
export type Input<K extends OperationName> = GatewayService[K]["input"];

/** What it answers there. */
export type Output<K extends OperationName> = GatewayService[K]["output"];

/** An operation between plain values and the wire. */
export interface PlainOperation<K extends OperationName, Args extends readonly unknown[], Result> {
  readonly name: K;
  /** Throws for arguments that cannot be sent: nothing is asked then. */
  readonly toInput: (...args: Args) => Input<K>;
  /** Throws `bad_answer` for an answer that is no plain value. */
  readonly fromOutput: (output: Output<K>) => Result;
}

/** Defines one operation; the types of the wire come from its name. */
export function plain<K extends OperationName, Args extends readonly unknown[], Result>(
  name: K,
  toInput: (...args: Args) => Input<K>,
  fromOutput: (output: Output<K>) => Result,
): PlainOperation<K, Args, Result> {
  return { name, toInput, fromOutput };
}

/** For operations without arguments. */
export function nothingToSay(): Record<never, never> {
  return {};
}

/** For operations without an answer. */
export function done(): void {}
