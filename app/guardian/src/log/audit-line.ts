/** pgaudit's record of a statement. */
export interface AuditLine {
  /** DDL, ROLE or MISC. */
  class: string;
  /** `DROP TABLE` */
  command: string;
  /** Name of the affected object; empty when pgaudit does not know it. */
  object: string;
  statement: string;
}

/** Parses a pgaudit message; undefined when it is something else. */
export function parseAuditLine(message: string): AuditLine | undefined {
  if (!/^AUDIT: (?:SESSION|OBJECT),/.test(message)) return undefined;
  const [, , , auditClass = "", command = "", , object = "", statement = ""] = fieldsOf(message);
  return { class: auditClass, command, object, statement };
}

/** Fields of a CSV line, with quotes doubled inside quoted fields. */
function fieldsOf(line: string): string[] {
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;
  const fields: string[] = [];
  while (field.lastIndex < line.length && fields.length < 16) {
    const match = field.exec(line);
    if (!match) break;
    fields.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  }
  return fields;
}
