import { Failure } from "../terminal/exit.ts";

/** Finds `nginx` or `tovplay-nginx` among the names there are. @throws {Failure} naming what there is instead */
export function findByName(given: string, names: readonly string[]): string {
  const found = names.find((name) => name === given || name === `tovplay-${given}`);
  if (found) return found;
  if (names.length === 0) throw new Failure("unhealthy", "the stack is down; bring it up with ./tovrun up");
  const short = names.map((name) => name.replace(/^tovplay-/, ""));
  throw new Failure("usage", `there is no service '${given}'; there are ${short.join(", ")}`);
}
