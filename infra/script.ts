import { readFileSync } from "node:fs";

/**
 * Text of a script in `infra/scripts`. It is sent whole, so that it runs the same on this machine and over SSH, and takes
 * its values from the environment only, so that nothing needs quoting.
 */
export function scriptText(name: string): string {
  return readFileSync(new URL(`./scripts/${name}`, import.meta.url), "utf8");
}

/** Texts of scripts that run as one: each finds the functions of those before it. */
export function joinedScripts(...names: string[]): string {
  return names.map(scriptText).join("\n");
}
