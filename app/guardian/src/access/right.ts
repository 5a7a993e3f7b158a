/**
 * A single right in a database.
 * `privilege` is one of GRANT, with ` WITH GRANT OPTION` where it may be passed on. What else there is:
 * - kind `role`: `EXISTS`, `SUPERUSER`, an attribute of the role (`LOGIN`, `CONNECTION LIMIT 5`, …), or `MEMBER` of the role `object`,
 *   with ` WITH ADMIN OPTION` where it may admit others
 * - kinds `database`, `schema`, `table`: `OWNER`, and `EXISTS`, which nobody holds
 * - kind `future X`: what it may do with all of kind X that the role `object` is going to make
 */
export type Right = readonly [holder: string, privilege: string, kind: string, object: string];

/** Names as JSON strings: one that imitates a sentence stays between its quotes. */
const quoted = (name: string) => JSON.stringify(name);

const attributes: Readonly<Partial<Record<string, string>>> = {
  EXISTS: "exists",
  SUPERUSER: "is superuser",
  LOGIN: "may log in",
  INHERIT: "inherits",
  REPLICATION: "may replicate",
  CREATEROLE: "may create roles",
  CREATEDB: "may create databases",
  BYPASSRLS: "bypasses row security",
};

/** A right in words. */
export function shownRight([holder, privilege, kind, object]: Right): string {
  if (kind === "role") return `role ${quoted(holder)} ${roleWords(privilege, object)}`;
  if (privilege === "EXISTS") return `${kind} ${quoted(object)} exists`;
  if (privilege === "OWNER") return `${kind} ${quoted(object)} belongs to ${quoted(holder)}`;
  const [granted = "", option] = privilege.split(" WITH GRANT OPTION");
  const may = `${quoted(holder)} may ${granted} on`;
  if (kind.startsWith("future "))
    return `${may} everything of kind ${kind.slice("future ".length)} that ${quoted(object)} will make`;
  return `${may} ${kind} ${quoted(object)}${option === undefined ? "" : " and pass it on"}`;
}

function roleWords(privilege: string, object: string): string {
  const limit = /^CONNECTION LIMIT (\d+)$/.exec(privilege)?.[1];
  if (limit) return `has ${limit} sessions at most`;
  if (!privilege.startsWith("MEMBER")) return attributes[privilege] ?? privilege;
  return `is a member of ${quoted(object)}${privilege === "MEMBER" ? "" : " and may admit others"}`;
}
