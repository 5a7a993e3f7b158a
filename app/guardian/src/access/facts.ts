import type { DeclaredAccess } from "./declared-access.ts";

const quoted = (name: string) => JSON.stringify(name);

/** Declared access as sentences, one for each privilege, worded like the actual access in `access-sql.ts`. */
export function declaredFacts(access: DeclaredAccess): string[] {
  return [
    ...[...access.roles.map(({ name }) => name), access.superuser, access.windowRole].map(
      (name) => `role ${quoted(name)} exists`,
    ),
    ...access.roles.flatMap(roleFacts),
    `role ${quoted(access.superuser)} is superuser`,
    ...access.databases.flatMap(({ name, owner }) => [
      `database ${quoted(name)} exists`,
      `database ${quoted(name)} belongs to ${quoted(owner)}`,
    ]),
    ...access.schemas.flatMap(({ name, owner }) => [
      `schema ${quoted(name)} exists`,
      `schema ${quoted(name)} belongs to ${quoted(owner)}`,
    ]),
    ...access.grants.flatMap(({ role, kind, object, privileges }) =>
      privileges.map((privilege) => `${quoted(role)} may ${privilege} on ${kind} ${quoted(object)}`),
    ),
  ];
}

function roleFacts(role: DeclaredAccess["roles"][number]): string[] {
  const name = quoted(role.name);
  return [
    ...(role.login ? [`role ${name} may log in`] : []),
    ...(role.inherit ? [`role ${name} inherits`] : []),
    ...(role.replication ? [`role ${name} may replicate`] : []),
    ...(role.connectionLimit >= 0 ? [`role ${name} has ${role.connectionLimit} sessions at most`] : []),
    ...role.memberOf.map((group) => `role ${name} is a member of ${quoted(group)}`),
  ];
}

/** Privileges that exist but are not declared, and the reverse. */
export interface AccessDifference {
  undeclared: string[];
  missing: string[];
}

/** Compares declared with actual access. */
export function differenceOf(access: DeclaredAccess, actual: readonly string[]): AccessDifference {
  const wanted = new Set(declaredFacts(access));
  const found = new Set(actual);
  const allowed = (fact: string) => wanted.has(fact) || ofWindowRole(fact, access) || ofOwner(fact, access);
  return {
    undeclared: [...found].filter((fact) => !allowed(fact)).sort(),
    missing: [...wanted].filter((fact) => !found.has(fact)).sort(),
  };
}

/** Privileges that the window grants to its role and revokes again, and the right to connect. */
function ofWindowRole(fact: string, { windowRole }: DeclaredAccess): boolean {
  const name = quoted(windowRole);
  if (fact.startsWith(`${name} may CONNECT on database `)) return true;
  return fact.startsWith(`role ${name} `) && !/ (is superuser|bypasses row security)$/.test(fact);
}

/** A table with an allowed owner, or read access of a role without login. */
function ofOwner(fact: string, { owners, superuser, readers }: DeclaredAccess): boolean {
  if (readers.some((reader) => fact.startsWith(`${quoted(reader)} may SELECT on table "public.`)))
    return true;
  if (!fact.startsWith("table ")) return false;
  return [...owners, superuser].some((owner) => fact.endsWith(` belongs to ${quoted(owner)}`));
}
