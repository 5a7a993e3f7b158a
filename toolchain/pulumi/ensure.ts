/** Ensures the engine. */
export async function ensureEngine(): Promise<Record<string, unknown>> {
  return {};
}
