import { shown } from "../names.ts";
import type { Relation } from "../relations.ts";
import { isImported, type TargetTable } from "../targets.ts";

/** A relation of the dump and its database in the quarantine. */
export interface Located extends Relation {
  database: string;
  /** The dump's name of that database; empty if it has none. */
  databaseName: string;
}

/** The dump's relation for each table. */
export interface Chosen {
  pairs: readonly { target: TargetTable; source: Located }[];
  problems: readonly string[];
}

/** Finds the dump's relations for the tables of this database. @param schema chosen by the operator */
export function chooseSources(
  relations: readonly Located[],
  targets: readonly TargetTable[],
  schema?: string,
): Chosen {
  const taken = targets.filter(({ name }) => isImported(name));
  const known = relations.filter(({ name }) => taken.some((target) => target.name === name));
  if (known.length === 0) return { pairs: [], problems: ["it contains none of the tables of this database"] };
  const databases = [...new Set(known.map(({ database }) => database))];
  if (databases.length > 1)
    return {
      pairs: [],
      problems: [
        `${databases.length} databases in it have tables of this one; make a dump of only one of them`,
      ],
    };
  const schemas = [...new Set(known.map((relation) => relation.schema))];
  const defaultSchema = schemas.includes("public") ? "public" : schemas.length === 1 && schemas[0];
  const wanted = schema ?? defaultSchema;
  if (!wanted || !schemas.includes(wanted)) {
    const list = schemas.map((name) => shown(name)).join(", ");
    return { pairs: [], problems: [`its tables are in the schemas ${list}; choose one with --schema`] };
  }
  const pairs = taken.flatMap((target) => {
    const source = known.find((relation) => relation.schema === wanted && relation.name === target.name);
    return source ? [{ target, source }] : [];
  });
  const problems = pairs.flatMap(({ target, source }) => {
    if (source.kind === "f")
      return [`${shown(target.name)} is a foreign table in the dump, whose rows are elsewhere`];
    return source.readable ? [] : [`${shown(target.name)} is a materialised view without data in the dump`];
  });
  return { pairs: parentsFirst(pairs.filter(({ source }) => source.readable)), problems };
}

/** Orders tables after those that they reference; cycles come last. */
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
