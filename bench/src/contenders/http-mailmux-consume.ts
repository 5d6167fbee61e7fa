import { type Contender } from "../benchmark.ts";
import { httpCases } from "../http-cases.ts";
import { createMailmux } from "./http-mailmux.ts";

/** Ours with `consume()`, which copies nothing: the same kind of reading as the callbacks of node:https and the bare socket. */
export function createContender(): Contender {
  return createMailmux("mailmux, consume()", {
    cases: httpCases.filter(({ chunked }) => chunked).map(({ name }) => name),
    async read(response) {
      let bytes = 0;
      await response.consume((piece) => (bytes += piece.length));
      return bytes;
    },
  });
}
