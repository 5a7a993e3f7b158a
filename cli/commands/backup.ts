import type { Command } from "commander";
import type { z } from "zod";
import { localStack } from "../engine/pulumi.ts";
import { askBackupService, listResult, listRows, runRows, runsResult } from "../recovery/backup-service.ts";
import { type Cluster, chosenCluster } from "../recovery/cluster.ts";
import { exitCodes, Failure } from "../terminal/exit.ts";
import { createProgress } from "../terminal/progress.ts";
import { formatTable } from "../terminal/table.ts";

interface BackupOptions {
  now?: boolean;
  list?: boolean;
  verify?: boolean;
  kind?: string;
  repository?: string;
  stack: string;
  cluster: string;
  json?: boolean;
}

async function ask<T>(
  label: string,
  cluster: Cluster,
  words: readonly string[],
  schema: z.ZodType<T>,
): Promise<T> {
  const progress = createProgress({ total: 1, delay: 1000 });
  try {
    return await progress.step(label, (step) => askBackupService(cluster, words, schema, step));
  } finally {
    progress.close();
  }
}

function print(document: unknown, rows: readonly (readonly string[])[], json: boolean): void {
  process.stdout.write(`${json ? JSON.stringify(document, null, 2) : formatTable(rows)}\n`);
}

/** @throws {Failure} when the options contradict each other */
function checkOptions({ now, verify, list, kind, repository }: BackupOptions): void {
  if ([now, verify, list].filter(Boolean).length > 1)
    throw new Failure("usage", "choose one of --now, --list, --verify");
  if (kind !== undefined && !now) throw new Failure("usage", "--kind needs --now");
  if (repository !== undefined && !verify) throw new Failure("usage", "--repository needs --verify");
  if (!["full", "incr"].includes(kind ?? "full"))
    throw new Failure("usage", `'${kind}' is not a kind of backup; choose full or incr`);
  if (!/^[1-9]$/.test(repository ?? "1"))
    throw new Failure("usage", `'${repository}' is not a repository number; use 1 to 9`);
}

/** Command of the backup service, with the label of its step. */
function serviceCommand({ now, verify, kind, repository }: BackupOptions): {
  label: string;
  words: string[];
} {
  if (now) return { label: "Backup", words: ["backup", ...(kind ? ["--kind", kind] : [])] };
  if (!verify) return { label: "Backups", words: ["list"] };
  return { label: "Verification", words: ["verify", ...(repository ? ["--repository", repository] : [])] };
}

async function backup(options: BackupOptions): Promise<void> {
  checkOptions(options);
  const { label, words } = serviceCommand(options);
  const cluster = await chosenCluster(options);
  const json = options.json ?? false;
  if (words[0] === "list") {
    const result = await ask(label, cluster, words, listResult);
    print(result, listRows(result.backups), json);
    return;
  }
  const result = await ask(label, cluster, words, runsResult);
  print(result, runRows(result.runs), json);
  if (!result.success) process.exitCode = exitCodes.failed.code;
}

export function configure(command: Command): void {
  command
    .description("Lists the database's backups, makes one, or verifies the newest by restoring it.")
    .usage("[--list | --now [--kind full|incr] | --verify [--repository NUMBER]] [OPTIONS]")
    .option("--list", "list the backups (the default)")
    .option("--now", "make a backup in every repository and verify it")
    .option("--kind <kind>", "full, or incr: only changes since the previous backup")
    .option("--verify", "restore the newest backup into a temporary server and check it")
    .option("--repository <number>", "verify only the backup in that repository")
    .option("--stack <name>", "local, or a database host: database, lab-database", localStack)
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `\nExamples:\n  ./tovrun backup\n  ./tovrun backup --now --kind full --stack database\n  ./tovrun backup --verify --json\n\nExit code ${exitCodes.failed.code}: a backup or a verification failed.`,
    )
    .action(backup);
}
