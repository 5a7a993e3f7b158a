import { mkdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { inState } from "../../paths.ts";
import { writeAtomically } from "../checkout/write-atomically.ts";
import { inDocker, type Server } from "../database/server.ts";
import { formatTable } from "../terminal/table.ts";
import type { Confirmation } from "./confirmation.ts";
import type { LeftBehind } from "./left-behind.ts";
import { printable, shown } from "./names.ts";
import type { SetAside } from "./set-aside.ts";

/** Record of an adoption: counts, hashes and names, without row values. */
export interface AdoptionReport {
  /** ISO time. */
  at: string;
  /** Operator, as `user@machine`. */
  by: string;
  dump: { file: string; bytes: number; sha256: string };
  database: { name: string; systemIdentifier: string };
  confirmed: Confirmation;
  /** `hashInDump` was computed in the quarantine, `hashHere` in this database; undefined after a dry run. */
  tables: readonly {
    table: string;
    rows: number;
    hashInDump: string;
    hashHere: string | undefined;
  }[];
  /** Tables of this database that are missing from the dump. */
  notInDump: readonly string[];
  converted: readonly string[];
  /** Number of accounts that have to set a new password. */
  passwordsToReset: number;
  /** Rows that could not be imported and are kept in "SetAsideRow", by reason. */
  setAside: readonly SetAside[];
  leftBehind: readonly LeftBehind[];
  dryRun: boolean;
}

/** Operator of this run. */
export function operator(): string {
  return `${userInfo().username}@${hostname()}`;
}

/** The report for people. */
export function reportText(report: AdoptionReport): string {
  const { tables, notInDump, converted, passwordsToReset, setAside, leftBehind, dryRun } = report;
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
          `${shown("User")}: ${passwordsToReset} accounts have to set a new password, since this backend cannot verify their hash`,
        ]
      : [];
  return [
    formatTable([["TABLE", "ROWS", "HASH IN THE DUMP", "HASH HERE"], ...rows]),
    ...section("Missing from the dump", notInDump.length > 0 ? [notInDump.join(", ")] : []),
    ...section("Converted", [...converted, ...passwords]),
    ...section(
      'Set aside, and kept in "SetAsideRow" as they were',
      setAside.map(
        ({ table, reason, rows: count }) =>
          `${shown(table)}: ${count} ${count === 1 ? "row" : "rows"}: ${reason}`,
      ),
    ),
    ...section("Not imported", left),
    "",
    dryRun ? "Nothing was changed (--dry-run)." : imported(setAside),
  ].join("\n");
}

function imported(setAside: readonly SetAside[]): string {
  const rows = setAside.length > 0 ? "every other row" : "every row";
  return `Imported: ${rows} is the same as in the dump, owned by tovplay_owner, with the current grants.`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ["", `${title}:`, ...lines.map((line) => `  ${line}`)];
}

/** Location of a stored report. */
interface StoredReport {
  file: string;
  /** Path in the backup repository; undefined when it could not be stored there. */
  inRepository: string | undefined;
}

/** Stores a report on this machine and in the database's backup repository. */
export async function storeReport(server: Server, report: AdoptionReport): Promise<StoredReport> {
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
