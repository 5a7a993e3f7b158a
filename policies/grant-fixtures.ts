import { example, type Fixtures, fixturesOf } from "./fixtures.ts";
import type { Grant } from "./grant-policy.ts";

interface GrantCase extends Omit<Partial<Grant>, "objects"> {
  /** Default: a grant on what is there. */
  type?: string;
  /** Nothing means every object of the type. */
  objects?: string[] | undefined;
}

/** Grants of PostgreSQL that a rule accepts and refuses, by what distinguishes them from a good one; also as default privileges. */
export function grantFixtures(cases: {
  good: Record<string, GrantCase>;
  bad: Record<string, GrantCase & { says: string }>;
}): Fixtures {
  return fixturesOf<GrantCase>(cases, ({ type = "postgresql:index/grant:Grant", ...difference }) => [
    { type, name: example, inputs: { ...goodGrant, ...difference } },
  ]);
}

/** Type of the privileges that objects get when they are made. */
export const defaultPrivileges = "postgresql:index/defaultPrivileges:DefaultPrivileges";

const goodGrant = {
  database: "TovPlay",
  schema: "public",
  role: "example_app",
  objectType: "table",
  objects: ["Game"],
  privileges: ["SELECT", "INSERT"],
};
