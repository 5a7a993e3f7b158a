import { readFileSync } from "node:fs";
import { z } from "zod";

/** A path in bin or home that cannot leave it. */
const inside = z.string().regex(/^(?!.*\.\.)(bin|home)\/[\w./-]+$/);

const program = z.object({
  name: z.string(),
  label: z.string(),
  version: z.string(),
  /** Set for engine plugins. */
  pluginKind: z.string().optional(),
  package: z.string(),
  /** Where to install it; several programs may be one file under several names. */
  install: inside,
});

const schema = z.object({
  flags: z.array(z.string()),
  ldflags: z.string(),
  environment: z.record(z.string(), z.string()),
  programs: z.array(program).min(1),
});

/** Programs that the engine's Go module builds. */
export type Targets = z.infer<typeof schema>;

/** Parses the text of a targets.json. */
export const parseTargets = (text: string): Targets => schema.parse(JSON.parse(text));

/** The folder of the engine's Go module. */
export const engineModule = new URL("../engine/", import.meta.url);

/** Reads the targets of the engine's Go module. */
export const readTargets = (): Targets =>
  parseTargets(readFileSync(new URL("targets.json", engineModule), "utf8"));

/** The file name that Go gives a program: the last part of its package path that is not a major version. */
export function builtName(path: string): string {
  const parts = path.split("/").filter((part) => !/^v\d+$/.test(part));
  return parts.at(-1) ?? path;
}

/** Arguments of the `go build` that builds all programs into a folder. */
export function goBuildArguments(targets: Targets, folder: string): string[] {
  const packages = new Set(targets.programs.map((one) => one.package));
  return ["build", "-v", ...targets.flags, `-ldflags=${targets.ldflags}`, "-o", `${folder}/`, ...packages];
}

/** A plugin of the engine. */
export interface Plugin {
  kind: string;
  name: string;
  version: string;
}

/** The plugins among the programs, except for the given names. */
export function pluginsOf(targets: Targets, leftOut: readonly string[] = []): Plugin[] {
  return targets.programs.flatMap(({ pluginKind: kind, name, version }) =>
    kind && !leftOut.includes(name) ? [{ kind, name, version }] : [],
  );
}
