import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A path in the lab's folder of keys, certificates and seeds, which only its owner may read. */
export function inLab(...names: string[]): string {
  const { TOVPLAY_STATE_DIR, XDG_STATE_HOME } = process.env;
  const usual = XDG_STATE_HOME?.startsWith("/") ? XDG_STATE_HOME : join(homedir(), ".local/state");
  return join(TOVPLAY_STATE_DIR || join(usual, "tovplay"), "lab", ...names);
}

/** A path in the checkout. */
export function inCheckout(...names: string[]): string {
  return join(dirname(dirname(fileURLToPath(import.meta.url))), ...names);
}
