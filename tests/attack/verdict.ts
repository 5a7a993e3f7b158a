import type { Attack } from "./attack.ts";
import type { Granted } from "./grant.ts";
import { granted } from "./granted.ts";
import type { Outcome } from "./matrix.ts";

/** Why an attack that succeeded is no hole, or undefined. */
export function grantFor(attacker: string, attack: string): Granted | undefined {
  return granted.find(
    ({ who, attacks }) => (who === "everybody" || who.includes(attacker)) && attacks.includes(attack),
  );
}

/** Attacks that succeeded and are granted to nobody. */
export function beyond(outcomes: Outcome[]): Outcome[] {
  return outcomes.filter(({ attacker, attack, succeeded }) => succeeded && !grantFor(attacker, attack));
}

/** Entries of the granted list that nothing stands behind any more, among attackers that were tried. */
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
 * Mistakes of the catalogue, which would prove nothing: attacks that even a superuser fails at for no stated reason, and those that
 * are said to be refused to everybody and are not.
 */
export function duds(outcomes: Outcome[], attacks: Attack[]): Outcome[] {
  const refusedToAll = new Set(
    attacks.filter(({ stopsEverybody }) => stopsEverybody).map(({ name, group }) => `${group}/${name}`),
  );
  return outcomes.filter(({ group, attack, succeeded, error }) => {
    if (error?.code === "TP001") return false;
    return succeeded === refusedToAll.has(`${group}/${attack}`);
  });
}
