import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import { type Host, onHost } from "./connections.ts";

const line = z.looseObject({
  time: z.string(),
  actor: z.string(),
  /** Seconds from the deployment's beginning. */
  elapsed: z.number().nullable(),
  result: z.string(),
  release: z.looseObject({}).optional(),
  service: z.string().optional(),
  reason: z.string().optional(),
});

/** What happened on a host, as its history tells it; `release` is what was deployed, whole. */
export type HistoryLine = z.infer<typeof line>;

/** The file, and before it the one that was put aside when it grew too long. */
const read =
  "cd /var/lib/tovplay && { [ ! -f history.jsonl.1 ] || cat history.jsonl.1; } && cat history.jsonl";

/** Reads the history of a host, the oldest line first. A line that was cut off is left out. */
export async function readHistory(host: Host, env: NodeJS.ProcessEnv): Promise<HistoryLine[]> {
  const text = await onHost(host, read, env);
  return parseHistory(text);
}

/** The lines of a history that can be understood. */
export function parseHistory(text: string): HistoryLine[] {
  return text.split("\n").flatMap((each) => {
    try {
      const parsed = line.safeParse(JSON.parse(each));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}

/**
 * The release to go back to: the newest one that differs from what is deployed, or the one that was deployed at `time`.
 * @throws {Failure} when the history has none
 */
export function earlierRelease(history: readonly HistoryLine[], time?: string): HistoryLine {
  const done = history.filter(({ result, release }) => result === "done" && release !== undefined);
  const now = JSON.stringify(done.at(-1)?.release);
  const found = time
    ? done.findLast((each) => each.time === time)
    : done.findLast((each) => JSON.stringify(each.release) !== now);
  if (found) return found;
  const what = time ? `no release of ${time}` : "no release before the current one";
  throw new Failure("usage", `the host's history has ${what}; './tovrun history STACK' lists the releases`);
}
