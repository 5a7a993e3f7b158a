import type { Attack } from "./attack.ts";
import { type Granted, granted } from "./granted.ts";
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

/** Attacks that even a superuser fails at for no stated reason: mistakes of the catalogue, which would prove nothing. */
export function duds(outcomes: Outcome[], attacks: Attack[]): Outcome[] {
  const refusedToAll = new Map(
    attacks.map(({ name, group, stopsEverybody }) => [`${group}/${name}`, stopsEverybody]),
  );
  return outcomes.filter(
    ({ group, attack, succeeded, error }) =>
      !succeeded && error?.code !== "TP001" && !refusedToAll.get(`${group}/${attack}`),
  );
}
