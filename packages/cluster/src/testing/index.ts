export { createFakeNodes, type FakeBehaviour, type FakeNodes } from "./fake-nodes.ts";
