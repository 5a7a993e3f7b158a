import type { Located } from "../plan/choice.ts";
import type { TablePlan } from "../plan/table-plan.ts";
import type { TargetTable } from "../targets.ts";

type Columns = Readonly<Record<string, string>>;

/** A table of this database for a test: types by column, with `!` for required ones. */
export function targetOf(name: string, columns: Columns = {}, more: Partial<TargetTable> = {}): TargetTable {
  const list = Object.entries(columns).map(([column, text]) => {
    const type = text.replace("!", "");
    return {
      name: column,
      type,
      base: type,
      notNull: text.endsWith("!"),
      required: text.endsWith("!"),
      defaultSql: null,
    };
  });
  return { name, columns: list, key: [], checks: [], uniques: [], references: [], sequences: [], ...more };
}

/** A table of a dump for a test. */
export function sourceOf(name: string, columns: Columns = {}, more: Partial<Located> = {}): Located {
  const list = Object.entries(columns).map(([column, type]) => ({ name: column, type, base: type }));
  const location = { database: "dump_0", databaseName: "", schema: "public", oid: 1 };
  return { ...location, name, kind: "r", readable: true, child: false, children: 0, columns: list, ...more };
}

/** A plan without columns for a test. */
export function planOf(name: string): TablePlan {
  return { target: targetOf(name), source: sourceOf(name), columns: [] };
}
