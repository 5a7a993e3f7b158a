const runningWork = new Map<string, Promise<unknown>>();

/** Runs `work` unless work with the same name is running in this process; then returns that result. */
export function shared<T>(name: string, work: () => Promise<T>): Promise<T> {
  // A name always means the same work, so the type is that of the first caller.
  const running = runningWork.get(name) as Promise<T> | undefined;
  if (running !== undefined) return running;
  const started = work().finally(() => runningWork.delete(name));
  runningWork.set(name, started);
  return started;
}
