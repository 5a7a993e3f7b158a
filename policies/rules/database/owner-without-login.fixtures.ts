import { example, fixturesOf } from "../../fixtures.ts";
import type { Resource } from "../../try-policy.ts";

interface Case {
  /** The resource that is judged. */
  judged: Omit<Resource, "name">;
  /** Roles by name. */
  roles?: Record<string, object>;
  /** What else is there. */
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
      "an owner that is not there yet": {
        judged: { ...database("example_unknown"), from: { owner: "example_owner" } },
        roles: owner,
      },
      "a member that has to ask": {
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
      "an owner from elsewhere": { judged: database("example_stranger"), says: "does not declare" },
      "a schema of a role that can log in": {
        judged: { type: "postgresql:index/schema:Schema", inputs: { name: "example", owner: "example_app" } },
        roles: { example_app: { login: true } },
        says: "which can log in",
      },
      "objects to come of a role that can log in": {
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
      "a member that is the owner without asking": {
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
