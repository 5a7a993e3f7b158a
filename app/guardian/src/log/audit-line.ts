/** What pgaudit says about a statement that runs. */
export interface AuditLine {
  /** DDL, ROLE or MISC. */
  class: string;
  /** `DROP TABLE` */
  command: string;
  /** Name of what it is done to; empty when pgaudit does not know. */
  object: string;
  statement: string;
}

/** Reads the message of a pgaudit record; undefined when it is none. */
export function parseAuditLine(message: string): AuditLine | undefined {
  if (!/^AUDIT: (?:SESSION|OBJECT),/.test(message)) return undefined;
  const [, , , auditClass = "", command = "", , object = "", statement = ""] = fieldsOf(message);
  return { class: auditClass, command, object, statement };
}

/** Fields of a line of comma-separated values, the quotes doubled inside quoted ones. */
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
