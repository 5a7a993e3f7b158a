import type { Attack } from "./attack.ts";
import type { Granted } from "./grant.ts";
import { granted } from "./granted.ts";
import type { Outcome } from "./matrix.ts";

/** The grant that allows an attack, or undefined. */
export function grantFor(attacker: string, attack: string): Granted | undefined {
  return granted.find(
    ({ who, attacks }) => (who === "everybody" || who.includes(attacker)) && attacks.includes(attack),
  );
}

/** Attacks that succeeded without being granted to the attacker. */
export function beyond(outcomes: Outcome[]): Outcome[] {
  return outcomes.filter(({ attacker, attack, succeeded }) => succeeded && !grantFor(attacker, attack));
}

/** Granted attacks that no longer succeed, among the attackers that were tried. */
export function outlived(outcomes: Outcome[]): string[] {
  const worked = outcomes.filter(({ succeeded }) => succeeded);
  const tried = new Set(outcomes.map(({ attacker }) => attacker));
  return granted
    .filter(({ who }) => who === "everybody" || who.every((name) => tried.has(name)))
    .flatMap(({ who, attacks }) =>
      attacks
        .filter(
          (name) => !worked.some(({ attacker, attack }) => attack === name && grantFor(attacker, attack)),
        )
        .map((name) => `${name} (${who === "everybody" ? who : who.join(", ")})`),
    );
}

/**
 * Mistakes in the catalogue, which would make a refusal meaningless: attacks that fail even as a superuser without a stated reason, and
 * attacks that succeed although the catalogue says that everybody is refused.
 */
export function mistakes(outcomes: Outcome[], attacks: Attack[]): Outcome[] {
  const refusedToAll = new Set(
    attacks.filter(({ stopsEverybody }) => stopsEverybody).map(({ name, group }) => `${group}/${name}`),
  );
  return outcomes.filter(({ group, attack, succeeded, error }) => {
    if (error?.code === "TP001") return false;
    return succeeded === refusedToAll.has(`${group}/${attack}`);
  });
}
