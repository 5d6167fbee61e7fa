export { createInMemoryTransport, type InMemoryResponse, type InMemoryTransport } from "./in-memory-transport.ts";
