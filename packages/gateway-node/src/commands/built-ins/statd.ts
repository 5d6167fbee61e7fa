import { fault } from "../../service/fault.ts";

/** Live counters. */
export interface StatdSources {
  readonly live: {
    names(): readonly string[];
    /** The values of a counter; undefined when there is none of that name. */
    read(name: string): readonly (readonly [key: string, value: number])[] | undefined;
  };
}

/** `statd -l` lists counters, `statd -g NAME` prints one, `key=value` on a line; of an unknown one nothing. */
export function statd(argv: readonly string[], { live }: StatdSources): () => Iterable<string> {
  const [flag, name, ...rest] = argv;
  if (flag === "-l" && name === undefined) return () => live.names();
  if (flag === "-g" && name !== undefined && rest.length === 0) {
    return () => (live.read(name) ?? []).map(([key, value]) => `${key}=${value}`);
  }
  throw fault("usage: statd -l | statd -g NAME");
}
