import { type OperationDescriptor } from "./descriptor.ts";

/** Begins a call. `callee` is the function that the caller called, for the stack of errors. */
export type Start<Options, Result> = (
  operation: OperationDescriptor,
  args: unknown,
  options: Options,
  callee?: (...args: never) => unknown,
) => Result;

type Method<Result> = (args?: unknown) => Result;

const optionsOf = Symbol("options of the calls");

/**
 * One method for each operation, made when it is asked for: a service may have hundreds, and `client.future(options)` is
 * written for each call.
 */
export function methodTable<Options, Result>(
  operations: readonly OperationDescriptor[],
  start: Start<Options, Result>,
): (options: Options) => Readonly<Record<string, Method<Result>>> {
  const table = Object.create(null) as Record<string, Method<Result>>;
  for (const operation of operations) {
    Object.defineProperty(table, operation.name, {
      enumerable: true,
      get(this: { readonly [optionsOf]: Options }): Method<Result> {
        const options = this[optionsOf];
        const method: Method<Result> = (args = {}) => start(operation, args, options, method);
        return method;
      },
    });
  }
  return (options) =>
    Object.create(table, { [optionsOf]: { value: options } }) as Record<string, Method<Result>>;
}
