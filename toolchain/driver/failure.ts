/** An expected failure: `message` says what happened and what to do, and is shown unchanged. */
export class ToolchainFailure extends Error {}

/** The message to show for any error: unchanged for an expected failure, otherwise marked as unexpected. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof ToolchainFailure) return thrown.message;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return `The toolchain stopped unexpectedly (${text.split("\n")[0]}); run the command again, finished work is kept.`;
}
