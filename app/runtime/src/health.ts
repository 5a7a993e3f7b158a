/** Result of one check. `reasons` is empty when everything is fine. */
export interface Finding<Detail> {
  detail: Detail;
  /** What is wrong, one sentence each. */
  reasons: string[];
}

/** One check for {@link health}. It never throws: a failure is a reason. */
export type Check<Detail> = () => Promise<Finding<Detail>>;

/** Combined result of all checks. */
export interface Health<Details> {
  status: "ok" | "unavailable";
  reasons: string[];
  details: Details;
}

/**
 * Runs named checks together. All requests within `shareMilliseconds` share one result, so that a flood of requests
 * does not become a flood of queries; the result itself states its time.
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
