import { type Grant, grantPolicy, objectsOf } from "../../grant-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Privileges that no application needs, and what they allow. */
const harmful = new Map([
  ["TRUNCATE", "empty it without firing delete triggers"],
  ["REFERENCES", "block deletion of its rows with a foreign key"],
  ["TRIGGER", "run code as anyone who writes to it"],
  ["MAINTAIN", "lock it completely"],
  ["CREATE", "own objects in it"],
]);

/** The owner of the application's tables, which cannot log in but must be able to create them. */
const tableOwner = "tovplay_owner";

const makesTables = ({ role, objectType }: Grant, privilege: string): boolean =>
  role === tableOwner && objectType === "schema" && privilege === "CREATE";

export const policy = grantPolicy({
  name: "grants-harmless",
  why: "An attacker of the application gets all its privileges, so it must only read and write rows.",
  fix: "Remove it; only migrations change tables, and they run as the tables' owner.",
  severity: "critical",
  decide: (grant) => {
    if (grant.withGrantOption) return `lets ${grant.role} pass on its privileges on ${objectsOf(grant)}`;
    return firstFinding(grant.privileges, (privilege) => {
      if (makesTables(grant, privilege.toUpperCase())) return undefined;
      const effect = harmful.get(privilege.toUpperCase());
      return effect && `grants ${grant.role} ${privilege} on ${objectsOf(grant)}, which lets it ${effect}`;
    });
  },
});
