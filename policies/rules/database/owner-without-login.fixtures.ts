import { example, fixturesOf } from "../../testing/fixtures.ts";
import type { Resource } from "../../testing/try-policy.ts";

interface Case {
  /** The resource to check. */
  judged: Omit<Resource, "name">;
  /** Roles by name. */
  roles?: Record<string, object>;
  /** Other resources. */
  beside?: Resource[];
}

const database = (owner?: string): Omit<Resource, "name"> => ({
  type: "postgresql:index/database:Database",
  protect: true,
  inputs: { name: "example", ...(owner ? { owner } : {}) },
});
const owned = { ...database("example_owner"), name: "example_database" };
const member = {
  type: "postgresql:index/grantRole:GrantRole",
  inputs: { role: "example_app", grantRole: "example_owner" },
};
const owner = { example_owner: { login: false } };

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "an owner that cannot log in": { judged: database("example_owner"), roles: owner },
      "an owner that does not exist yet": {
        judged: { ...database("example_unknown"), from: { owner: "example_owner" } },
        roles: owner,
      },
      "a member that must use SET ROLE": {
        judged: member,
        roles: { ...owner, example_app: { login: true, inherit: false } },
        beside: [owned],
      },
      "a member of a role that owns nothing": {
        judged: member,
        roles: { ...owner, example_app: { login: true } },
      },
    },
    bad: {
      "an owner that can log in": {
        judged: database("example_app"),
        roles: { example_app: { login: true } },
        says: "belongs to example_app, which can log in",
      },
      "no owner": { judged: database(), says: "names no owner" },
      "an undeclared owner": { judged: database("example_stranger"), says: "does not declare" },
      "a schema of a role that can log in": {
        judged: { type: "postgresql:index/schema:Schema", inputs: { name: "example", owner: "example_app" } },
        roles: { example_app: { login: true } },
        says: "which can log in",
      },
      "future objects of a role that can log in": {
        judged: {
          type: "postgresql:index/defaultPrivileges:DefaultPrivileges",
          inputs: {
            owner: "example_app",
            role: "example_viewer",
            objectType: "table",
            privileges: ["SELECT"],
          },
        },
        roles: { example_app: { login: true } },
        says: "which can log in",
      },
      "a member that inherits the owner": {
        judged: member,
        roles: { ...owner, example_app: { login: true } },
        beside: [owned],
        says: "act as example_owner",
      },
    },
  },
  ({ judged, roles = {}, beside = [] }) => [
    { name: example, ...judged },
    ...beside,
    ...Object.entries(roles).map(([name, role]) => ({
      type: "postgresql:index/role:Role",
      name,
      inputs: { name, ...role },
    })),
  ],
);
