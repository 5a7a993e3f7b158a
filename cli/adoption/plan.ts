import { type Conversion, conversionOf } from "./conversion.ts";
import { quoted, shown } from "./names.ts";
import type { Relation, SourceColumn } from "./relations.ts";
import { isTaken, type TargetTable } from "./targets.ts";

/** A relation of the dump, in the quarantine's database of that name. */
export interface Located extends Relation {
  readonly database: string;
}

/** What one column of a table is filled from. */
export interface ColumnPlan {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Over the dump's columns. */
  readonly sql: string;
  /** Whether a value that is there can be converted; over the dump's columns. */
  readonly valid: string;
  /** Whether the dump's value is there; over the dump's columns. */
  readonly present: string;
}

/** One table that is taken over. */
export interface TablePlan {
  readonly target: TargetTable;
  readonly source: Located;
  readonly columns: readonly ColumnPlan[];
}

/** What is taken over, how, and what is not. */
export interface AdoptionPlan {
  /** Parents before children. */
  readonly tables: readonly TablePlan[];
  readonly converted: readonly string[];
  /** Columns of the dump that have no place here. */
  readonly leftColumns: readonly string[];
  /** Columns of local times, when no zone was given. */
  readonly needZone: readonly string[];
  readonly problems: readonly string[];
}

/** Which of the dump's relations holds the rows of each table. */
export interface Chosen {
  readonly pairs: readonly { readonly target: TargetTable; readonly source: Located }[];
  readonly problems: readonly string[];
}

/** Finds the relations that this database has tables for. @param schema the one that the operator named */
export function chooseSources(
  relations: readonly Located[],
  targets: readonly TargetTable[],
  schema?: string,
): Chosen {
  const taken = targets.filter(({ name }) => isTaken(name));
  const known = relations.filter(({ name }) => taken.some((target) => target.name === name));
  if (known.length === 0) return { pairs: [], problems: ["it has none of the tables of this database"] };
  const databases = [...new Set(known.map(({ database }) => database))];
  if (databases.length > 1)
    return {
      pairs: [],
      problems: [`${databases.length} databases in it have tables of this one; make a dump of one of them`],
    };
  const schemas = [...new Set(known.map((relation) => relation.schema))];
  const usual = schemas.includes("public") ? "public" : schemas.length === 1 && schemas[0];
  const wanted = schema ?? usual;
  if (!wanted || !schemas.includes(wanted)) {
    const list = schemas.map((name) => shown(name)).join(", ");
    return { pairs: [], problems: [`its tables are in the schemas ${list}; choose one with --schema`] };
  }
  const pairs = taken.flatMap((target) => {
    const source = known.find((relation) => relation.schema === wanted && relation.name === target.name);
    return source ? [{ target, source }] : [];
  });
  const foreign = pairs.filter(({ source }) => source.kind === "f");
  const problems = foreign.map(
    ({ target }) => `${shown(target.name)} is a foreign table in the dump, and its rows are elsewhere`,
  );
  return { pairs: parentsFirst(pairs), problems };
}

/** Plans every column. @param zone in which local times of the dump are meant */
export function planAdoption(pairs: Chosen["pairs"], zone?: string): AdoptionPlan {
  const plan = {
    tables: [] as TablePlan[],
    converted: [] as string[],
    leftColumns: [] as string[],
    needZone: [] as string[],
    problems: [] as string[],
  };
  for (const { target, source } of pairs) {
    const columns: ColumnPlan[] = [];
    plan.converted.push(...shapeNotes(source));
    for (const wanted of target.columns) {
      const given = source.columns.find(({ name }) => name === wanted.name);
      const label = shown(target.name, wanted.name);
      if (!given && wanted.required)
        plan.problems.push(`${label} (${wanted.type}) is not in the dump, and every row needs it`);
      if (!given) continue;
      const column = quoted(given.name);
      const conversion = conversionOf({ from: given.base, to: wanted.base, column }, zone);
      note(conversion, label, { given, wanted: wanted.type }, plan);
      if (conversion.kind === "same" || conversion.kind === "convert")
        columns.push({
          name: wanted.name,
          type: wanted.type,
          notNull: wanted.notNull,
          sql: conversion.sql,
          valid: conversion.kind === "convert" ? conversion.valid : "true",
          present: `${column} IS NOT NULL`,
        });
    }
    const strangers = source.columns.filter(({ name }) => !target.columns.some((column) => column.name === name));
    plan.leftColumns.push(...strangers.map(({ name }) => shown(target.name, name)));
    plan.tables.push({ target, source, columns: withReset(target, source, columns) });
  }
  return plan;
}

function shapeNotes({ name, kind, children }: Located): string[] {
  if (kind === "v" || kind === "m") return [`${shown(name)} is a view in the dump: its rows as the view shows them`];
  return children > 0 ? [`${shown(name)}: with the rows of its ${children} child or partition tables`] : [];
}

interface Notes {
  readonly converted: string[];
  readonly needZone: string[];
  readonly problems: string[];
}

function note(
  conversion: Conversion,
  label: string,
  { given, wanted }: { given: SourceColumn; wanted: string },
  notes: Notes,
): void {
  const types = `${label}: ${given.type} in the dump, ${wanted} here`;
  if (conversion.kind === "convert") notes.converted.push(`${types}: ${conversion.how}`);
  if (conversion.kind === "needs zone") notes.needZone.push(types);
  if (conversion.kind === "refuse") notes.problems.push(`${types}: no safe conversion is known`);
}

const HASH = "password_hash";
const MUST_RESET = "password_must_be_reset";
const OWN_HASH = "LIKE '$scrypt$%'";

/** Hashes that this backend cannot verify stay behind: those accounts get a new password by e-mail. */
function withReset(target: TargetTable, source: Located, columns: readonly ColumnPlan[]): readonly ColumnPlan[] {
  const marker = target.columns.find(({ name }) => name === MUST_RESET);
  if (target.name !== "User" || !marker) return columns;
  const hash = columns.find(({ name }) => name === HASH);
  const marked = source.columns.some(({ name }) => name === MUST_RESET) ? `"${MUST_RESET}" IS TRUE OR ` : "";
  const foreign = hash ? `${hash.present} AND ${hash.sql} NOT ${OWN_HASH}` : "true";
  const others = columns.filter(({ name }) => name !== HASH && name !== MUST_RESET);
  return [
    ...others,
    ...(hash ? [{ ...hash, sql: `CASE WHEN ${hash.sql} ${OWN_HASH} THEN ${hash.sql} END` }] : []),
    {
      name: MUST_RESET,
      type: marker.type,
      notNull: true,
      sql: `(${marked}(${foreign}))`,
      valid: "true",
      present: "true",
    },
  ];
}

/** Whether a table's plan marks accounts whose password has to be set again. */
export function marksPasswords({ columns }: TablePlan): boolean {
  return columns.some(({ name }) => name === MUST_RESET);
}

/** Each table after those that it refers to; those in a circle come last. */
function parentsFirst(pairs: Chosen["pairs"]): Chosen["pairs"] {
  const sorted: Chosen["pairs"][number][] = [];
  let rest = [...pairs];
  while (rest.length > 0) {
    const free = rest.filter(
      ({ target }) =>
        !target.references.some(
          ({ parent }) => parent !== target.name && rest.some((other) => other.target.name === parent),
        ),
    );
    if (free.length === 0) return [...sorted, ...rest];
    sorted.push(...free);
    rest = rest.filter((pair) => !free.includes(pair));
  }
  return sorted;
}
