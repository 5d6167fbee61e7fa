/** Turns the output of a command into records while it arrives. A parser is for one output. */
export interface OutputParser<T> {
  /** Takes a chunk, cut anywhere, and gives the records that are complete with it. */
  push(chunk: Uint8Array): T[];
  /** Gives what was still open when the output ended. */
  end(): T[];
}

/**
 * The records of an output, one by one as its chunks arrive. The chunks are what `commandPoll` gives, decoded from
 * base64; that the output has ended (the fault of `commandPoll`) is the end of the iterable.
 */
export async function* parseOutput<T>(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  parser: OutputParser<T>,
): AsyncGenerator<T, void, undefined> {
  for await (const chunk of chunks) yield* parser.push(chunk);
  yield* parser.end();
}
