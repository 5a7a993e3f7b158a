import type { Grant } from "../grant-policy.ts";
import { example, type Fixtures, fixturesOf } from "./fixtures.ts";

interface GrantCase extends Omit<Partial<Grant>, "objects"> {
  /** Default: a grant on existing objects. */
  type?: string;
  /** Undefined means every object of the type. */
  objects?: string[] | undefined;
}

/** PostgreSQL grants that a rule accepts and refuses, given by their differences from a good one; also default privileges. */
export function grantFixtures(cases: {
  good: Record<string, GrantCase>;
  bad: Record<string, GrantCase & { says: string }>;
}): Fixtures {
  return fixturesOf<GrantCase>(cases, ({ type = "postgresql:index/grant:Grant", ...difference }) => [
    { type, name: example, inputs: { ...goodGrant, ...difference } },
  ]);
}

/** Type of default privileges. */
export const defaultPrivileges = "postgresql:index/defaultPrivileges:DefaultPrivileges";

const goodGrant = {
  database: "TovPlay",
  schema: "public",
  role: "example_app",
  objectType: "table",
  objects: ["Game"],
  privileges: ["SELECT", "INSERT"],
};
