import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folders that every part of the project works with, all absolute. */
export interface Paths {
  /** The checkout: the folder of `tovrun` and Pulumi.yaml. */
  checkout: string;
  /** State that must outlive the checkout: Pulumi's backend, passphrase, files mounted into containers. */
  state: string;
  /** What can be made again: compiled programs, built packages, downloads. */
  cache: string;
}

/** Folders by the XDG rules (relative values are ignored, as the rules ask); TOVPLAY_STATE_DIR hands the state folder on to programs. */
export function pathsOf(environment: NodeJS.ProcessEnv): Paths {
  const home = environment.HOME || homedir();
  const base = (value: string | undefined, usual: string) =>
    value?.startsWith("/") ? value : join(home, usual);
  return {
    checkout: dirname(fileURLToPath(import.meta.url)),
    state: environment.TOVPLAY_STATE_DIR || join(base(environment.XDG_STATE_HOME, ".local/state"), "tovplay"),
    cache: join(base(environment.XDG_CACHE_HOME, ".cache"), "tovplay"),
  };
}

/** A path in the checkout, or the checkout itself. */
export function inCheckout(...names: string[]): string {
  return join(pathsOf(process.env).checkout, ...names);
}

/** A path in the state folder, or the folder itself. */
export function inState(...names: string[]): string {
  return join(pathsOf(process.env).state, ...names);
}

/** A path in the cache folder, or the folder itself. */
export function inCache(...names: string[]): string {
  return join(pathsOf(process.env).cache, ...names);
}
