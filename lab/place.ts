import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder in which the lab keeps its keys, certificates and seeds; only its owner may look into it. */
export function inLab(...names: string[]): string {
  const { TOVPLAY_STATE_DIR, XDG_STATE_HOME } = process.env;
  const usual = XDG_STATE_HOME?.startsWith("/") ? XDG_STATE_HOME : join(homedir(), ".local/state");
  return join(TOVPLAY_STATE_DIR || join(usual, "tovplay"), "lab", ...names);
}

/** A file of the checkout. */
export function inCheckout(...names: string[]): string {
  return join(dirname(dirname(fileURLToPath(import.meta.url))), ...names);
}
