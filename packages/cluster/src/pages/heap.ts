/** A binary heap: the first of many in O(log n). */
export interface Heap<T> {
  readonly size: number;
  /** The first, which stays. */
  peek(): T | undefined;
  push(item: T): void;
  /** Takes the first out. */
  pop(): T | undefined;
  /** Finds the place of the first again after it has changed. */
  sink(): void;
}

/** @param compare negative when the left comes first; items that compare as equal come in any order */
export function createHeap<T>(compare: (left: T, right: T) => number): Heap<T> {
  const items: T[] = [];
  const sinkFrom = (start: number, item: T): void => {
    let at = start;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= items.length) break;
      const right = left + 1;
      const child = right < items.length && compare(items[right] as T, items[left] as T) < 0 ? right : left;
      if (compare(item, items[child] as T) <= 0) break;
      items[at] = items[child] as T;
      at = child;
    }
    items[at] = item;
  };
  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push(item) {
      let at = items.length;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        if (compare(item, items[parent] as T) >= 0) break;
        items[at] = items[parent] as T;
        at = parent;
      }
      items[at] = item;
    },
    pop() {
      const [first] = items;
      const last = items.pop();
      if (items.length > 0) sinkFrom(0, last as T);
      return first;
    },
    sink() {
      if (items.length > 0) sinkFrom(0, items[0] as T);
    },
  };
}
