/** Parts of the local stack that can run by themselves. */
export type Profile = "core" | "database" | "monitoring";

/** What each profile cannot work without. */
const needs: Record<Profile, Profile[]> = { core: ["database"], database: [], monitoring: ["database"] };

const known = Object.keys(needs) as Profile[];

/**
 * Profiles to run, with those that they need, from a comma-separated list: `core` is `core,database`. An absent list means
 * all of them, `none` means that the stack is down: its data, roles and passwords stay.
 * @throws when the list holds an unknown name
 */
export function parseProfiles(list: string | undefined): Set<Profile> {
  if (list === undefined || list === "") return new Set(known);
  if (list === "none") return new Set();
  const wanted = list.split(",").map((name) => name.trim());
  const unknown = wanted.find((name) => !known.includes(name as Profile));
  if (unknown !== undefined) {
    throw new Error(`there is no profile ${JSON.stringify(unknown)}; choose from ${known.join(", ")}`);
  }
  return new Set((wanted as Profile[]).flatMap((name) => [name, ...needs[name]]));
}
