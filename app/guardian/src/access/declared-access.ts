import { readFileSync } from "node:fs";
import { z } from "zod";

const name = z.string().min(1).max(63);

const right = z.tuple([
  z.union([name, z.literal("")]),
  z.string().regex(/^[A-Z0-9 ]{1,40}$/),
  z.enum(["role", "database", "schema", "table", "function"]),
  z.string().max(200),
]);

/** All access that is allowed. What is not listed is forbidden, except owners' access to their own objects. */
export const declaredAccess = z.strictObject({
  /** Has no password and connects only through the local socket. */
  superuser: name,
  /** May log in during deployments, with privileges that others must not have; watched by its window. */
  windowRole: name,
  /** Roles that may own tables. */
  owners: z.array(name),
  /** Roles that may read everything in schema public, because nobody can log in as them. */
  readers: z.array(name),
  /** See {@link Right}. */
  rights: z.array(right),
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
