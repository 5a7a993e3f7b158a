import { Failure } from "../terminal/exit.ts";

/** Ends the names of the two containers in which releases of a service take turns. */
export const slotSuffix = /-(?:blue|green)$/;

/**
 * Finds `nginx` or `tovplay-nginx` among the names there are; `backend` is the container of its release.
 * @throws {Failure} naming what there is instead
 */
export function findByName(given: string, names: readonly string[]): string {
  const wanted = [given, `tovplay-${given}`];
  const found =
    names.find((name) => wanted.includes(name)) ??
    names.find((name) => wanted.includes(name.replace(slotSuffix, "")));
  if (found) return found;
  if (names.length === 0) throw new Failure("unhealthy", "the stack is down; bring it up with ./tovrun up");
  const short = names.map((name) => name.replace(/^tovplay-/, ""));
  throw new Failure("usage", `there is no service '${given}'; there are ${short.join(", ")}`);
}
