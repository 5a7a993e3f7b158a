import type { Command } from "commander";
import type { z } from "zod";
import { askBackupService, listResult, listRows, runRows, runsResult } from "../recovery/backup-service.ts";
import type { Cluster } from "../recovery/cluster.ts";
import { clusterOf } from "../recovery/session.ts";
import { EXIT, Failure } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";

interface BackupOptions {
  readonly now?: boolean;
  readonly list?: boolean;
  readonly verify?: boolean;
  readonly kind?: string;
  readonly repository?: string;
  readonly stack: string;
  readonly cluster: string;
  readonly json?: boolean;
}

async function ask<T>(
  label: string,
  cluster: Cluster,
  words: readonly string[],
  schema: z.ZodType<T>,
): Promise<T> {
  const progress = createProgress({ total: 1, patience: 1000 });
  try {
    return await progress.step(label, (step) => askBackupService(cluster, words, schema, step));
  } finally {
    progress.close();
  }
}

function print(document: unknown, rows: readonly (readonly string[])[], json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(document, null, 2) : formatTable(rows)}\n`);
}

/** @throws {Failure} when the options do not go together */
function checkOptions({ now, verify, list, kind, repository }: BackupOptions): void {
  if ([now, verify, list].filter(Boolean).length > 1)
    throw new Failure("usage", "ask for one thing: --now, --list or --verify");
  if (kind !== undefined && !now) throw new Failure("usage", "--kind goes with --now");
  if (repository !== undefined && !verify) throw new Failure("usage", "--repository goes with --verify");
  if (!["full", "incr"].includes(kind ?? "full"))
    throw new Failure("usage", `there is no kind '${kind}'; choose full or incr`);
  if (!/^[1-9]$/.test(repository ?? "1"))
    throw new Failure("usage", `'${repository}' is no number of a repository; the first one is 1`);
}

/** What the service is asked for. */
function wordsOf({ now, verify, kind, repository }: BackupOptions): { label: string; words: string[] } {
  if (now) return { label: "Backup", words: ["backup", ...(kind ? ["--kind", kind] : [])] };
  if (!verify) return { label: "Backups", words: ["list"] };
  return { label: "Verification", words: ["verify", ...(repository ? ["--repository", repository] : [])] };
}

async function backup(options: BackupOptions): Promise<void> {
  checkOptions(options);
  const { label, words } = wordsOf(options);
  const cluster = await clusterOf(options);
  const json = options.json ?? false;
  if (words[0] === "list") {
    const result = await ask(label, cluster, words, listResult);
    print(result, listRows(result.backups), json);
    return;
  }
  const result = await ask(label, cluster, words, runsResult);
  print(result, runRows(result.runs), json);
  if (!result.success) process.exitCode = EXIT.failed.code;
}

export function configure(command: Command): void {
  command
    .description(
      "Lists the backups of the database, makes one, or proves by a real restore that the newest is good.",
    )
    .usage("[--list | --now [--kind full|incr] | --verify [--repository NUMBER]] [OPTIONS]")
    .option("--list", "list what there is (this is what happens without an option)")
    .option("--now", "make a backup now, in every repository, and verify it")
    .option("--kind <kind>", "full, or incr: what changed since the one before")
    .option("--verify", "restore the newest backup into a throw-away server and examine it")
    .option("--repository <number>", "verify the one in that repository only")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print the result for a program")
    .addHelpText(
      "after",
      `\nExamples:\n  ./tovrun backup\n  ./tovrun backup --now --kind full --stack database\n  ./tovrun backup --verify --json\n\nExit code ${EXIT.failed.code}: a backup failed, or could not be verified.`,
    )
    .action(backup);
}
