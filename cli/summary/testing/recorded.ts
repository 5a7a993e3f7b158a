import { readFileSync } from "node:fs";

/**
 * What the real engine printed, shortened, without the addresses and paths of the machine it was recorded on: events
 * (`.jsonl`, of the streaming preview) or one document (`.json`).
 */
export function recorded(file: string): string {
  return readFileSync(new URL(`./recorded/${file}`, import.meta.url), "utf8");
}
