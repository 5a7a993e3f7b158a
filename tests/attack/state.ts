import { readFileSync } from "node:fs";
import type { LocalSession } from "./local-session.ts";

/** The cluster's state: a value that identifies the content of each part, by the part's name. */
export interface State {
  /** Cheap to read; every change of `content` shows here as newly written WAL. */
  traces: Map<string, string>;
  /** Every catalogue and table, row by row. */
  content: Map<string, string>;
}

const sql = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
const [tracesSql, contentSql] = [sql("traces.sql"), sql("state.sql")];

/** Reads the state, as the superuser. */
export async function readState(session: LocalSession): Promise<State> {
  const content = parts(await session.query(contentSql));
  return { content, traces: await readTraces(session) };
}

/** Reads only the cheap part of the state. */
export async function readTraces(session: LocalSession): Promise<State["traces"]> {
  return parts(await session.query(tracesSql));
}

/**
 * Names of the catalogues, tables, settings and files that have changed since `before`. Reads the content only if WAL was written,
 * because otherwise it cannot have changed.
 */
export async function changesSince(before: State, session: LocalSession): Promise<string[]> {
  const traces = await readTraces(session);
  const wal = traces.get("wal") === before.traces.get("wal");
  const visible = changed(before.traces, traces).filter((name) => name !== "wal");
  return wal ? visible : [...visible, ...changed(before.content, parts(await session.query(contentSql)))];
}

function changed(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
}

function parts(lines: string[]): Map<string, string> {
  return new Map(
    lines.map((line) => {
      const [name = "", value = ""] = line.split("\t");
      return [name, value];
    }),
  );
}
