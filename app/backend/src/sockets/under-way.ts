/** Work that has begun and is not answered yet. */
export class UnderWay {
  private readonly works = new Set<Promise<unknown>>();

  /** Runs work and knows of it until it has ended, whichever way. */
  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    const running = work();
    this.works.add(running);
    try {
      return await running;
    } finally {
      this.works.delete(running);
    }
  }

  /** Settles when nothing is under way, what began meanwhile included. */
  async ended(): Promise<void> {
    while (this.works.size > 0) await Promise.allSettled(this.works);
  }
}
