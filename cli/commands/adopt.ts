import type { Command } from "commander";
import { adopt, adoptionSteps } from "../adoption/adopt.ts";
import { checkConfirmation } from "../adoption/confirmation.ts";
import type { AdoptionRequest } from "../adoption/prepare.ts";
import { Refusal } from "../adoption/refusal.ts";
import { reportText, storeReport } from "../adoption/report.ts";
import type { ClusterChoice } from "../database/cluster.ts";
import { chosenServer } from "../database/server.ts";
import { localStack } from "../engine/pulumi.ts";
import { createProgress } from "../terminal/progress.ts";

interface AdoptOptions extends ClusterChoice, AdoptionRequest {
  json?: boolean;
}

async function adoptFile(file: string, options: AdoptOptions): Promise<void> {
  checkConfirmation(options);
  const server = await chosenServer(options);
  const progress = createProgress({ total: adoptionSteps });
  try {
    const report = await adopt(server, file, options, progress);
    progress.close();
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
    if (options.dryRun) return;
    const { file: kept, inRepository } = await storeReport(server, report);
    const beside = inRepository
      ? `and in the backup repository as ${inRepository}`
      : "but not in the backup repository: pgBackRest refused it";
    process.stderr.write(`The report is stored in ${kept}, ${beside}.\n`);
  } catch (error) {
    // The key stays, since programs may read it. cspell:ignore misfits
    if (options.json && error instanceof Refusal)
      process.stdout.write(
        `${JSON.stringify({ refused: error.message, why: error.detail, misfits: error.invalidRows }, null, 2)}\n`,
      );
    throw error;
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Imports the rows of an older TovPlay database from a dump into an empty database: all of them, or none with all the reasons. The dump is loaded in a container without a network, and only rows leave it; its owners, grants, functions and triggers are not imported.",
    )
    .argument(
      "<dump>",
      "file or folder written by pg_dump or pg_dumpall: SQL (also .gz, .zst), custom, tar or directory",
    )
    .option(
      "--dry-run",
      "do everything except the copy: load, convert, check every row, report what is invalid",
    )
    .option(
      "--set-aside",
      "import the valid rows, and keep the invalid ones with their reasons in the table SetAsideRow",
    )
    .option("--time-zone <zone>", "time zone of times without one in the dump, for example UTC")
    .option(
      "--rows <counts>",
      "confirm the row counts of a dump that may be incomplete, as 'Game 12, User 23'",
    )
    .option("--encoding <name>", "encoding of a dump that names none (SQL_ASCII), for example WIN1252")
    .option("--schema <name>", "schema of the tables in the dump; default: public")
    .option("--stack <name>", "local, or a database host: database, lab-database", localStack)
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print the report, or the reasons for a refusal, as JSON")
    .addHelpText(
      "after",
      "\nEverything is copied in one transaction: if a row or a count differs, nothing is imported. Messages contain tables, columns\nand keys, never row values. After an interruption run the command again.",
    )
    .action(adoptFile);
}
