/** An expected failure: `message` says what happened and what to do, and is shown unchanged. */
export class LabFailure extends Error {}

/** Wrong usage of the command line. */
export class UsageFailure extends LabFailure {}

/** The message to show for any error: unchanged for an expected failure, otherwise marked as unexpected. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof LabFailure) return thrown.message;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return `the lab stopped unexpectedly (${text.split("\n")[0]}); run the command again, finished work is kept`;
}
