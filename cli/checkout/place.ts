import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folders the launcher works with, all absolute. */
export interface Place {
  /** The checkout: where `tovrun` and Pulumi.yaml lie. */
  readonly checkout: string;
  /** State that must outlive the checkout: Pulumi's backend, passphrase, files mounted into containers. */
  readonly state: string;
  /** What can be made again: compiled programs, built packages. */
  readonly cache: string;
}

/** Folders by the XDG rules (relative values are ignored, as the rules ask). */
export function placeOf(environment: NodeJS.ProcessEnv): Place {
  const home = environment.HOME || homedir();
  const base = (value: string | undefined, usual: string) =>
    value?.startsWith("/") ? value : join(home, usual);
  return {
    checkout: dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
    state: join(base(environment.XDG_STATE_HOME, ".local/state"), "tovplay"),
    cache: join(base(environment.XDG_CACHE_HOME, ".cache"), "tovplay"),
  };
}

export const place: Place = placeOf(process.env);

/** A file in the state folder. */
export function inState(...path: string[]): string {
  return join(place.state, ...path);
}

/** A file in the checkout. */
export function inCheckout(...path: string[]): string {
  return join(place.checkout, ...path);
}
