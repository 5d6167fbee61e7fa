import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHeap } from "./heap.ts";

describe("a heap", () => {
  it("always gives the first of what is in it, also when the first changes", () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant("push" as const), value: fc.integer({ min: 0, max: 20 }) }),
      fc.record({ kind: fc.constant("pop" as const), value: fc.constant(0) }),
      fc.record({ kind: fc.constant("change" as const), value: fc.integer({ min: 0, max: 20 }) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const heap = createHeap<{ value: number }>((left, right) => left.value - right.value);
        const model: { value: number }[] = [];
        for (const { kind, value } of actions) {
          const head = heap.peek();
          expect(head?.value).toBe(
            model.length === 0 ? undefined : Math.min(...model.map((each) => each.value)),
          );
          if (kind === "push") {
            const item = { value };
            heap.push(item);
            model.push(item);
          } else if (kind === "pop") {
            expect(heap.pop()).toBe(head);
            if (head) model.splice(model.indexOf(head), 1);
          } else if (head) {
            head.value = value;
            heap.sink();
          }
          expect(heap.size).toBe(model.length);
        }
      }),
    );
  });
});
