import { shown } from "../names.ts";
import type { Relation } from "../relations.ts";
import { isTaken, type TargetTable } from "../targets.ts";

/** A relation of the dump, in the quarantine's database of that name. */
export interface Located extends Relation {
  readonly database: string;
  /** As the dump names that database; empty where it does not. */
  readonly databaseName: string;
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
  const problems = pairs.flatMap(({ target, source }) => {
    if (source.kind === "f")
      return [`${shown(target.name)} is a foreign table in the dump, and its rows are elsewhere`];
    return source.readable
      ? []
      : [`${shown(target.name)} is a materialised view in the dump, without its rows`];
  });
  return { pairs: parentsFirst(pairs.filter(({ source }) => source.readable)), problems };
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
