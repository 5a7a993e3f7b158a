import type { DeclaredAccess } from "./declared-access.ts";
import type { Right } from "./right.ts";

/** Rights that are there and not declared, and the other way round. */
export interface AccessDifference {
  undeclared: Right[];
  missing: Right[];
}

const key = (right: Right) => JSON.stringify(right);

/** Compares access that is declared with access that is there. */
export function differenceOf(access: DeclaredAccess, found: readonly Right[]): AccessDifference {
  const declared = new Set(access.rights.map(key));
  const actual = new Set(found.map(key));
  const allowed = (right: Right) =>
    declared.has(key(right)) || ofWindowRole(right, access) || ofOwner(right, access);
  return {
    undeclared: found.filter((right) => !allowed(right)),
    missing: access.rights.filter((right) => !actual.has(key(right))),
  };
}

/** What its window gives to the role and takes away again, and that it may connect. */
function ofWindowRole([holder, privilege, kind]: Right, { windowRole }: DeclaredAccess): boolean {
  if (holder !== windowRole) return false;
  if (kind === "database") return privilege === "CONNECT" || privilege === "CONNECT WITH GRANT OPTION";
  return kind === "role" && privilege !== "SUPERUSER" && privilege !== "BYPASSRLS";
}

/** A table that belongs to whom tables belong to, and what nobody who logs in may read. */
function ofOwner([holder, privilege, kind, object]: Right, access: DeclaredAccess): boolean {
  if (kind !== "table") return false;
  if (privilege === "OWNER") return [...access.owners, access.superuser].includes(holder);
  const reads = privilege === "SELECT" || privilege === "SELECT WITH GRANT OPTION";
  return reads && object.startsWith("public.") && access.readers.includes(holder);
}
