/** Privileges by table name, as an application declares them. */
export type TablePrivileges = Record<string, string[]>;

/** One GRANT: the same privileges on a list of tables. */
export interface TableGrant {
  /** Distinguishes the grants of one role: its privileges in lower case. */
  name: string;
  privileges: string[];
  tables: string[];
}

/**
 * Gathers tables with equal privileges into one grant each, in a stable order, so that adding a table changes one
 * resource. TRUNCATE, REFERENCES, TRIGGER and ALL are refused: nothing that logs in needs them.
 */
export function tableGrants(role: string, tables: TablePrivileges): TableGrant[] {
  const groups = new Map<string, TableGrant>();
  for (const [table, wanted] of Object.entries(tables).sort(([a], [b]) => a.localeCompare(b))) {
    const privileges = [...wanted].sort();
    const refused = privileges.find((privilege) => !grantable.has(privilege));
    if (refused)
      throw new Error(`${role} may not be granted ${refused} on ${table}; remove it from its privileges`);
    const name = privileges.join("-").toLowerCase();
    const group = groups.get(name) ?? { name, privileges, tables: [] };
    group.tables.push(table);
    groups.set(name, group);
  }
  return [...groups.values()].sort((a, b) => a.name.localeCompare(b.name));
}

const grantable = new Set(["SELECT", "INSERT", "UPDATE", "DELETE"]);
