import { readFileSync } from "node:fs";

/**
 * Text of the script `infra/ROOM/scripts/FILE`, given as `ROOM/FILE`. It is sent whole, so that it runs the same on this machine and over SSH, and takes
 * its values from the environment only, so that nothing needs quoting.
 */
export function scriptText(name: string): string {
  return readFileSync(new URL(`../${name.replace("/", "/scripts/")}`, import.meta.url), "utf8");
}

/** Texts of scripts that run as one: each finds the functions of those before it. */
export function joinedScripts(...names: string[]): string {
  return names.map(scriptText).join("\n");
}
