/** Work that has started and is not finished. */
export class UnderWay {
  private readonly works = new Set<Promise<unknown>>();

  /** Runs work and tracks it until it succeeds or fails. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    const running = work();
    this.works.add(running);
    try {
      return await running;
    } finally {
      this.works.delete(running);
    }
  }

  /** Resolves when no work is running, including work that started in the meantime. */
  async ended(): Promise<void> {
    while (this.works.size > 0) await Promise.allSettled(this.works);
  }
}
