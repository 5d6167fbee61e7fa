/**
 * The item type of the repeated elements in an operation's output. Where an answer has several it is the union of
 * them, and of the items of lists in them (`xsd:list`), which are arrays as well.
 */
export type StreamItem<Output, Depth extends readonly unknown[] = []> = Output extends unknown
  ? // A type that contains itself has no end; nobody streams from further inside.
    Depth["length"] extends 10
    ? never
    : { [Name in keyof Output]-?: ItemOf<Name, NonNullable<Output[Name]>, [...Depth, 0]> }[keyof Output]
  : never;

type ItemOf<Name, Value, Depth extends readonly unknown[]> = Name extends
  `@${string}` | `$mixed` | `$any${string}`
  ? never
  : // A key that only other branches of a choice have.
    [Value] extends [never]
    ? never
    : Value extends readonly (infer Item)[]
      ? Item
      : Value extends Uint8Array | Date
        ? never
        : Value extends object
          ? StreamItem<Value, Depth>
          : never;
