import { readFileSync } from "node:fs";
import { z } from "zod";

const name = z.string().min(1).max(63);

const role = z.strictObject({
  name,
  login: z.boolean(),
  inherit: z.boolean(),
  replication: z.boolean(),
  /** Maximum concurrent sessions; -1 means no limit. */
  connectionLimit: z.number().int().min(-1),
  memberOf: z.array(name),
});

const owned = z.strictObject({ name, owner: name });

const grant = z.strictObject({
  /** A role, or PUBLIC. */
  role: name,
  kind: z.enum(["database", "schema", "table", "function"]),
  /** `TovPlay`, `public`, `public.User`, `pg_catalog.pg_backup_start`. */
  object: z.string().min(1).max(200),
  privileges: z.array(z.string().regex(/^[A-Z ]{1,20}$/)).min(1),
});

/** All access that is allowed. What is not listed is forbidden, except owners' access to their own objects. */
export const declaredAccess = z.strictObject({
  /** Has no password and connects only through the local socket. */
  superuser: name,
  /** May log in during deployments, with privileges that others must not have; watched by its window. */
  windowRole: name,
  roles: z.array(role),
  databases: z.array(owned),
  schemas: z.array(owned),
  /** Roles that may own tables. */
  owners: z.array(name),
  /** Roles that may read everything in schema public, because nobody can log in as them. */
  readers: z.array(name),
  grants: z.array(grant),
});

export type DeclaredAccess = z.output<typeof declaredAccess>;

/**
 * Reads the file with the declared access.
 * @throws when it cannot be used
 */
export function readDeclaredAccess(path: string): DeclaredAccess {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`cannot read ${path} as JSON: mount the declared access there`, { cause: error });
  }
  const parsed = declaredAccess.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${path} does not have the form of declared access (${issue?.path.join(".")}: ${issue?.message}): deploy it again`,
  );
}
