/** What a look at the machine found. */
export interface Finding {
  name: string;
  verdict: "ok" | "warn" | "fail";
  /** What was seen. */
  seen: string;
  /** What to do; absent when all is well. */
  fix?: string;
}

/** One look at the machine. */
export interface Look {
  name: string;
  look(): Promise<Omit<Finding, "name">>;
}

/** Makes a look; an error in it is a finding of its own. */
export async function examine({ name, look }: Look): Promise<Finding> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    return { name, verdict: "fail", seen, fix: "read the error on the left" };
  }
}

const mark = { ok: "✓", warn: "!", fail: "✗" } as const;

/** A finding for people. */
export function findingLine({ name, verdict, seen, fix }: Finding): string {
  return `${mark[verdict]} ${name.padEnd(20)} ${seen}${fix ? `\n${" ".repeat(23)}→ ${fix}` : ""}`;
}
