import type { Command } from "commander";
import { ADOPTION_STEPS, adopt } from "../adoption/adopt.ts";
import { checkConfirmation } from "../adoption/confirmation.ts";
import type { AdoptionRequest } from "../adoption/prepare.ts";
import { Refusal } from "../adoption/refusal.ts";
import { keepReport, reportText } from "../adoption/report.ts";
import { chosenServer, type ServerChoice } from "../database/server.ts";
import { createProgress } from "../terminal/progress.ts";

interface AdoptOptions extends ServerChoice, AdoptionRequest {
  readonly json?: boolean;
}

async function adoptFile(file: string, options: AdoptOptions): Promise<void> {
  checkConfirmation(options);
  const server = await chosenServer(options);
  const progress = createProgress({ total: ADOPTION_STEPS });
  try {
    const report = await adopt(server, file, options, progress);
    progress.close();
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : reportText(report)}\n`);
    if (options.dryRun) return;
    const { file: kept, inRepository } = await keepReport(server, report);
    const beside = inRepository
      ? `and beside the backups as ${inRepository}`
      : "but not beside the backups: pgBackRest refused it";
    process.stderr.write(`This report is kept in ${kept}, ${beside}.\n`);
  } catch (error) {
    if (options.json && error instanceof Refusal)
      process.stdout.write(
        `${JSON.stringify({ refused: error.message, why: error.detail, misfits: error.misfits }, null, 2)}\n`,
      );
    throw error;
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Takes the rows of an older TovPlay database over from a dump, into an empty database: all of them, or none and all the reasons. Owners, grants, functions and triggers of the dump stay behind: it is loaded in a container without a network, and only rows leave it.",
    )
    .argument(
      "<dump>",
      "file or folder that pg_dump or pg_dumpall wrote: SQL (also .gz, .zst), custom, tar or directory",
    )
    .option("--dry-run", "do everything but the copy: load, convert, try every rule, tell what does not fit")
    .option("--time-zone <zone>", "the zone of times that the dump has without one, for example UTC")
    .option(
      "--rows <counts>",
      "confirm the rows of a file that does not prove its own end, as 'Game 12, User 23'",
    )
    .option(
      "--encoding <name>",
      "encoding of text in a dump that names none (SQL_ASCII), for example WIN1252",
    )
    .option("--schema <name>", "schema of the dump in which its tables are; default: public")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print the report, or every reason against it, for a program")
    .addHelpText(
      "after",
      "\nOne transaction: when a row, a table or a number differs, nothing is taken over. Messages name tables, columns and keys,\nnever a value of a row. A run that was cut off is simply run again.",
    )
    .action(adoptFile);
}
