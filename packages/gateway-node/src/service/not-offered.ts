import { operationNames } from "@mailmux/gateway-api";
import { fault } from "./fault.ts";
import type { Handlers } from "./handlers.ts";

/** Handlers that say of every operation that this node does not have it; parts of the API replace theirs. */
export function notOffered(): Handlers {
  return Object.fromEntries(
    operationNames.map((name) => [
      name,
      () => {
        throw fault(`${name} is not offered by this node`, { blame: "Client" });
      },
    ]),
  ) as unknown as Handlers;
}
