/**
 * In a preview, rules get inputs behind a proxy that throws on a value that is known only after the update.
 * Such a value is checked when the update reaches it, before the container is created.
 */
function isNotYetKnown(error: unknown): boolean {
  return error instanceof Error && "unknownTypeSentinel" in error;
}

/** The result of `read`, or undefined when it meets a value that is not known yet. */
export function whenKnown<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isNotYetKnown(error)) return undefined;
    throw error;
  }
}

/** The first finding about an item of a list; an unknown item does not hide the others. */
export function firstFinding<T>(
  items: readonly T[] | undefined,
  decide: (item: T) => string | undefined,
): string | undefined {
  if (items === undefined) return undefined;
  for (let index = 0; index < items.length; index += 1) {
    const finding = whenKnown(() => decideAt(items, index, decide));
    if (finding !== undefined) return finding;
  }
  return undefined;
}

function decideAt<T>(items: readonly T[], index: number, decide: (item: T) => string | undefined) {
  const item = items[index];
  return item === undefined ? undefined : decide(item);
}
