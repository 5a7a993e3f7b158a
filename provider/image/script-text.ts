import { readFileSync } from "node:fs";

/** Text of `provider/image/scripts/NAME`, which is sent to the host whole and takes its values from the environment. */
export function imageScriptText(name: string): string {
  return readFileSync(new URL(`./scripts/${name}`, import.meta.url), "utf8");
}
