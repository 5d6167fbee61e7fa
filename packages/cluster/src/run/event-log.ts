/** Events that any number of readers read from the beginning, each at its own pace. */
export class EventLog<E> implements AsyncIterable<E> {
  readonly #events: E[] = [];
  #ended = false;
  #wake: (() => void)[] = [];

  push(event: E): void {
    this.#events.push(event);
    this.#notify();
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#notify();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<E> {
    for (let next = 0; ; next++) {
      while (next >= this.#events.length) {
        if (this.#ended) return;
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
      const event = this.#events[next];
      if (event !== undefined) yield event;
    }
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resolve of wake) resolve();
  }
}
