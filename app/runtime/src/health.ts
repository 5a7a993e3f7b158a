/** What one check found. `reasons` is empty when all is well. */
export interface Finding<Detail> {
  detail: Detail;
  /** Each a sentence on what is wrong. */
  reasons: string[];
}

/** One check of a {@link health} registry. It never throws: what went wrong is a reason. */
export type Check<Detail> = () => Promise<Finding<Detail>>;

/** What all checks found together. */
export interface Health<Details> {
  status: "ok" | "unavailable";
  reasons: string[];
  details: Details;
}

/**
 * Runs named checks together. A finding is shared by whoever asks within `shareMilliseconds`, so that a flood of questions
 * does not become a flood of queries; the finding itself says when it was made.
 */
export function health<Details extends Record<string, unknown>>(
  checks: { [Name in keyof Details]: Check<Details[Name]> },
  shareMilliseconds = 1000,
): () => Promise<Health<Details>> {
  let shared: { at: number; answer: Promise<Health<Details>> } | undefined;
  return () => {
    const now = performance.now();
    if (!shared || now - shared.at >= shareMilliseconds) shared = { at: now, answer: runAll(checks) };
    return shared.answer;
  };
}

async function runAll<Details extends Record<string, unknown>>(
  checks: {
    [Name in keyof Details]: Check<Details[Name]>;
  },
): Promise<Health<Details>> {
  const names: (keyof Details)[] = Object.keys(checks);
  const findings = await Promise.all(names.map(async (name) => ({ name, ...(await checks[name]()) })));
  const reasons = findings.flatMap((finding) => finding.reasons);
  const details = Object.fromEntries(findings.map(({ name, detail }) => [name, detail])) as Details;
  return { status: reasons.length === 0 ? "ok" : "unavailable", reasons, details };
}
