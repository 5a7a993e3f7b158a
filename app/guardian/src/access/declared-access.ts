import { readFileSync } from "node:fs";
import { z } from "zod";

const name = z.string().min(1).max(63);

const right = z.tuple([
  z.union([name, z.literal("")]),
  z.string().regex(/^[A-Z0-9 ]{1,40}$/),
  z.enum(["role", "database", "schema", "table", "function"]),
  z.string().max(200),
]);

/** Everything that anybody may do. What is not listed is nobody's; owners may do all with what they own. */
export const declaredAccess = z.strictObject({
  /** Has no password and comes by the local socket only. */
  superuser: name,
  /** May log in during deployments, and have rights that others must not: watched by its window. */
  windowRole: name,
  /** Who may own tables. */
  owners: z.array(name),
  /** Who may read whatever is in schema public, because nobody logs in as it. */
  readers: z.array(name),
  /** See {@link Right}. */
  rights: z.array(right),
});

export type DeclaredAccess = z.output<typeof declaredAccess>;

/**
 * Reads the file with the declared access.
 * @throws one sentence when it cannot be used
 */
export function readDeclaredAccess(path: string): DeclaredAccess {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} cannot be read as JSON, mount the declared access there`, { cause: error });
  }
  const parsed = declaredAccess.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(
    `${path} is no declared access: ${issue?.path.join(".")} ${issue?.message}; deploy it anew`,
  );
}
