import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Command } from "commander";
import { compare, copy, proofs } from "../adoption/adopt.ts";
import { loadInQuarantine } from "../adoption/quarantine.ts";
import { chosenServer, type ServerChoice } from "../database/server.ts";
import { Failure } from "../exit.ts";
import { createProgress, type Progress } from "../progress.ts";
import { formatTable } from "../table.ts";

interface AdoptOptions extends ServerChoice {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Adoption {
  readonly taken: readonly { table: string; rows: number }[];
  readonly leftOut: readonly string[];
  readonly dryRun: boolean;
}

async function adoptFile(path: string, options: AdoptOptions, progress: Progress): Promise<Adoption> {
  const server = await chosenServer(options);
  const quarantine = await progress.step("Try the dump out", () => loadInQuarantine(server, path));
  try {
    const found = await progress.step("Compare tables", () => compare(server, quarantine));
    const expected = await progress.step("Read what it holds", () => proofs(server, quarantine, found));
    await progress.step("Copy and verify", async (step) => {
      if (options.dryRun) return step.detail("left out: --dry-run");
      await copy(server, quarantine, found, expected);
    });
    const taken = found.tables.map(({ table }, index) => ({ table, rows: expected[index]?.rows ?? 0 }));
    return { taken, leftOut: found.leftOut, dryRun: options.dryRun ?? false };
  } finally {
    await quarantine.close();
  }
}

function textOf({ taken, leftOut, dryRun }: Adoption): string {
  const table = formatTable([
    ["TABLE", "ROWS"],
    ...taken.map(({ table: name, rows }) => [name, String(rows)]),
  ]);
  const lost =
    leftOut.length > 0
      ? `\nNot taken over, because this database has no place for it: ${leftOut.join(", ")}`
      : "";
  const end = dryRun
    ? "Nothing was changed."
    : "Taken over: every row is the same as in the dump, owned by tovplay_owner, with today's grants.";
  return `${table}${lost}\n${end}`;
}

async function adopt(file: string, options: AdoptOptions): Promise<void> {
  const path = resolve(file);
  if (!existsSync(path))
    throw new Failure("usage", `there is no file ${file}; give a plain dump, as pg_dump writes it`);
  const progress = createProgress({ total: 4 });
  try {
    const adoption = await adoptFile(path, options, progress);
    progress.close();
    process.stdout.write(options.json ? `${JSON.stringify(adoption, null, 2)}\n` : `${textOf(adoption)}\n`);
  } finally {
    progress.close();
  }
}

export function configure(command: Command): void {
  command
    .description(
      "Takes the rows of an older TovPlay database over from a plain dump, into an empty database. Owners, grants, functions and triggers of the dump stay behind: it is loaded in a container without a network, and only rows leave it.",
    )
    .argument("<dump>", "file that pg_dump wrote in plain form")
    .option("--dry-run", "compare and count, change nothing")
    .option("--stack <name>", "local, or a database host: database, lab-database", "local")
    .option("--cluster <name>", "the database host's cluster: production or staging", "production")
    .option("--json", "print the result for a program")
    .addHelpText(
      "after",
      "\nOne transaction: when a row, a table or a number differs, nothing is taken over.",
    )
    .action(adopt);
}
