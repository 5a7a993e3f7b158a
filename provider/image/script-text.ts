import { readFileSync } from "node:fs";

/** Text of `provider/image/scripts/NAME`, which gets its values from the environment. */
export function imageScriptText(name: string): string {
  return readFileSync(new URL(`./scripts/${name}`, import.meta.url), "utf8");
}
