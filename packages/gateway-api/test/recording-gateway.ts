import { createSoapClient } from "@mailmux/soap-future";
import { createInMemoryService, type InMemoryHandlers } from "@mailmux/soap-future/testing";
import { gatewayOf } from "../src/gateway/gateway.ts";
import { type Gateway, gatewayDescriptor, type GatewayService } from "../src/index.ts";

/** A gateway in memory that does what the test says; the codec is the real one. */
export function gatewayWith(handlers: InMemoryHandlers<GatewayService>, name = "mx1"): Gateway {
  const transport = createInMemoryService<GatewayService>(gatewayDescriptor, handlers);
  const client = createSoapClient<GatewayService>({ descriptor: gatewayDescriptor, transport });
  return gatewayOf({ name, address: `${name}:443` }, client);
}
