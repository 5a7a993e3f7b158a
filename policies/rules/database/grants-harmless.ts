import { type Grant, grantPolicy, objectsOf } from "../../grant-policy.ts";
import { firstFinding } from "../../unknown.ts";

/** Privileges that no application needs, with what they let it do. */
const harmful = new Map([
  ["TRUNCATE", "empty it past every trigger on deletion"],
  ["REFERENCES", "hold on to its rows by a foreign key"],
  ["TRIGGER", "run code in the name of whoever writes to it"],
  ["MAINTAIN", "lock it as a whole"],
  ["CREATE", "own objects in it"],
]);

/** Who owns the application's tables, and nobody logs in as: it has to be able to make them. */
const tableOwner = "tovplay_owner";

const makesTables = ({ role, objectType }: Grant, privilege: string): boolean =>
  role === tableOwner && objectType === "schema" && privilege === "CREATE";

export const policy = grantPolicy({
  name: "grants-harmless",
  why: "What an application may do, an attacker of the application may do: it reads and writes rows, and no more.",
  mend: "Leave it out; what changes tables is a migration, and runs as their owner.",
  severity: "critical",
  decide: (grant) => {
    if (grant.withGrantOption) return `lets ${grant.role} give on what it was given on ${objectsOf(grant)}`;
    return firstFinding(grant.privileges, (privilege) => {
      if (makesTables(grant, privilege.toUpperCase())) return undefined;
      const effect = harmful.get(privilege.toUpperCase());
      return effect && `gives ${grant.role} ${privilege} on ${objectsOf(grant)}: it may ${effect}`;
    });
  },
});
