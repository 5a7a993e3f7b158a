import { inState } from "../../paths.ts";
import type { HostShell, ScriptEnd, ScriptInput } from "../host-shell.ts";
import { type ImageInputs, namesOf } from "./inputs.ts";
import { imageScriptText } from "./script-text.ts";

/** The scripts in `scripts/`. */
type Script = "load" | "present" | "prune" | "pull" | "receive" | "survey";

/** Runs the scripts for one image on its host. */
export function imageScripts(shell: HostShell, image: ImageInputs) {
  const { repository, tag } = namesOf(image);
  const folder = image.connection ? "/var/lib/tovplay/images" : inState("images");
  /** Returns any exit code. */
  const ask = (script: Script, input: ScriptInput): Promise<ScriptEnd> =>
    shell.run(imageScriptText(`image-${script}.sh`), {
      ...input,
      environment: { FOLDER: folder, NAME: repository, TAG: tag, ...input.environment },
    });
  /** @returns the script's output @throws with the script's last error line */
  const run = async (script: Script, input: ScriptInput = {}): Promise<string> => {
    const end = await ask(script, input);
    if (end.code === 0) return end.stdout;
    throw new Error(sentence(shell.host, end));
  };
  return { ask, run };
}

/** The last error line of a failed script. */
export function sentence(host: string, { code, stderr }: ScriptEnd): string {
  const last = stderr.trim().split("\n").at(-1)?.trim().slice(0, 600);
  return `${host}: ${last || `an image script failed with exit code ${code} and printed no error; run this again`}`;
}
