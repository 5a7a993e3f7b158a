import type { Asked } from "./answering-database.ts";

/** The rows inserted into the audit log, by column. */
export function auditRows(asked: Asked[]) {
  return asked
    .filter(({ sql }) => sql.startsWith('insert into "audit_log"'))
    .map(({ sql, parameters }) => {
      const columns = (/\(([^)]*)\) values/.exec(sql)?.[1] ?? "").replaceAll('"', "").split(", ");
      return Object.fromEntries(columns.map((column, index) => [column, parameters[index]]));
    });
}
