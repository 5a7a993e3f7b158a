const underWay = new Map<string, Promise<unknown>>();

/** Runs `work` unless work of the same name is under way in this process; then its result is awaited instead. */
export function shared<T>(name: string, work: () => Promise<T>): Promise<T> {
  // One name always means one kind of work, so the type is that of the first caller.
  const running = underWay.get(name) as Promise<T> | undefined;
  if (running !== undefined) return running;
  const started = work().finally(() => underWay.delete(name));
  underWay.set(name, started);
  return started;
}
