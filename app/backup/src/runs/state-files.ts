import { open, readFile, rename, rm } from "node:fs/promises";
import { z } from "zod";
import { type RunRecord, runRecord, type StartedRun, startedRun } from "./run-record.ts";

/** The service's state, in files, because the database may be unavailable. */
export interface StateFiles {
  /** Runs not yet in "BackupLog", oldest first. */
  readUnsent(): Promise<RunRecord[]>;
  writeUnsent(records: RunRecord[]): Promise<void>;
  /** The last run of each kind in each repository. */
  readLast(): Promise<RunRecord[]>;
  writeLast(records: RunRecord[]): Promise<void>;
  /** When each backup was verified by a restore, in milliseconds since 1970, by label. */
  readVerified(): Promise<Record<string, number>>;
  writeVerified(verified: Record<string, number>): Promise<void>;
  /** The run that was in progress when the service was killed. */
  readStarted(): Promise<StartedRun | undefined>;
  writeStarted(run: StartedRun | undefined): Promise<void>;
}

/** State files in an existing folder. A damaged file counts as empty: a gap in the log is better than no backups. */
export function stateFiles(folder: string, onDamage: (file: string) => void): StateFiles {
  const read = async <Value>(name: string, shape: z.ZodType<Value>): Promise<Value | undefined> => {
    const text = await readFile(`${folder}/${name}`, "utf8").catch(() => undefined);
    if (text === undefined) return undefined;
    const parsed = shape.safeParse(jsonOf(text));
    if (!parsed.success) onDamage(`${folder}/${name}`);
    return parsed.data;
  };
  const records = z.array(runRecord);
  const write = (name: string, value: unknown) => writeDurably(`${folder}/${name}`, JSON.stringify(value));
  return {
    readUnsent: async () => (await read("unsent.json", records)) ?? [],
    writeUnsent: (all) => write("unsent.json", all),
    readLast: async () => (await read("last.json", records)) ?? [],
    writeLast: (all) => write("last.json", all),
    readVerified: async () => (await read("verified.json", z.record(z.string(), z.number()))) ?? {},
    writeVerified: (verified) => write("verified.json", verified),
    readStarted: () => read("started.json", startedRun),
    writeStarted: (run) => (run ? write("started.json", run) : rm(`${folder}/started.json`, { force: true })),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Writes atomically: after a crash the file has the old content or the new. */
async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
