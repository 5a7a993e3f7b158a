/** A foreseen failure: `message` is one sentence that names the thing and the mend, shown as it is. */
export class LabFailure extends Error {}

/** Wrong words on the command line. */
export class UsageFailure extends LabFailure {}

/** The sentence to show for anything thrown, whole for a foreseen failure and marked as unexpected otherwise. */
export function sentenceOf(thrown: unknown): string {
  if (thrown instanceof LabFailure) return thrown.message;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return `the lab stopped unexpectedly (${text.split("\n")[0]}); run the command again, what is finished is kept`;
}
