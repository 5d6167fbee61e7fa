export { createInMemoryService, type InMemoryHandlers } from "./in-memory-service.ts";
export {
  createInMemoryTransport,
  type InMemoryResponse,
  type InMemoryTransport,
} from "./in-memory-transport.ts";
