import { mkdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { inState } from "../checkout/place.ts";
import { writeAtomically } from "../checkout/write-atomically.ts";
import { inDocker, type Server } from "../database/server.ts";
import { formatTable } from "../terminal/table.ts";
import type { Confirmation } from "./confirmation.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, shown } from "./names.ts";

/** What was done with a dump; it holds counts, hashes and names, and no value of a row. */
export interface AdoptionReport {
  /** ISO time. */
  readonly at: string;
  /** Who ran it, as `user@machine`. */
  readonly by: string;
  readonly dump: { readonly file: string; readonly bytes: number; readonly sha256: string };
  readonly database: { readonly name: string; readonly systemIdentifier: string };
  readonly confirmed: Confirmation;
  /** `hashInDump` was computed where the dump was tried out, `hashHere` in this database; nothing when it was a dry run. */
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly hashInDump: string;
    readonly hashHere: string | undefined;
  }[];
  /** Tables of this database that the dump does not have. */
  readonly notInDump: readonly string[];
  readonly converted: readonly string[];
  /** Accounts whose password has to be set again. */
  readonly passwordsToReset: number;
  readonly leftBehind: readonly LeftBehind[];
  readonly dryRun: boolean;
}

/** Who runs this. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** The report for a person. */
export function reportText(report: AdoptionReport): string {
  const { tables, notInDump, converted, passwordsToReset, leftBehind, dryRun } = report;
  const rows = tables.map(({ table, rows: count, hashInDump, hashHere }) => [
    printable(table),
    String(count),
    hashInDump,
    hashHere ?? "-",
  ]);
  const left = leftBehind.map(({ what, rows: count, why }) =>
    [what, ...(count === undefined ? [] : [`${count} ${count === 1 ? "row" : "rows"}`]), why].join(": "),
  );
  const passwords =
    passwordsToReset > 0
      ? [
          `${shown("User")}: ${passwordsToReset} accounts have to set their password again, since this backend cannot verify their hash`,
        ]
      : [];
  return [
    formatTable([["TABLE", "ROWS", "HASH IN THE DUMP", "HASH HERE"], ...rows]),
    ...section("Not in the dump", notInDump.length > 0 ? [notInDump.join(", ")] : []),
    ...section("Converted", [...converted, ...passwords]),
    ...section("Left behind", left),
    "",
    dryRun
      ? "Nothing was changed (--dry-run)."
      : "Taken over: every row is the same as in the dump, owned by tovplay_owner, with today's grants.",
  ].join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** Where a report was kept. */
export interface Kept {
  readonly file: string;
  /** Path in the repository of backups; nothing when it could not be kept there. */
  readonly inRepository: string | undefined;
}

/** Keeps a report on this machine, and beside the backups of the database. */
export async function keepReport(server: Server, report: AdoptionReport): Promise<Kept> {
  const name = `${report.at.replaceAll(/[:.]/g, "-")}-${report.dump.file.replaceAll(/[^\w.-]/g, "_")}.json`;
  const folder = inState("adoption");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  writeAtomically(file, text);
  const path = `adoption/${name}`;
  const put = [
    "pgbackrest",
    `--stanza=${server.stanza}`,
    "--log-level-console=off",
    "repo-put",
    "--raw",
    path,
  ];
  const exec = ["exec", "--interactive", "--user", "postgres", server.container, ...put];
  const { code } = await inDocker(server, exec, text);
  return { file, inRepository: code === 0 ? path : undefined };
}
