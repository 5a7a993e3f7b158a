import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";

/** An engine that Docker is told to use in place of this machine's own. */
export interface ConfiguredEngine {
  /** What names it, for a sentence. */
  setting: string;
  /** Name of its context; undefined when an address names it. */
  context: string | undefined;
  /** Command that goes back to this machine's own engine. */
  undo: string;
}

/** Where this machine's own engine listens: naming that is naming no other. */
const own = ["unix:///var/run/docker.sock", "unix:///run/docker.sock"];

const configuration = z.looseObject({ currentContext: z.string().optional() });

/** The context that Docker's own file names, if any. */
function chosenContext(file: string): string | undefined {
  try {
    return configuration.parse(JSON.parse(readFileSync(file, "utf8"))).currentContext;
  } catch {
    return undefined;
  }
}

/** The engine that is configured elsewhere, by the rules of the `docker` program: an address goes before a context. */
export function configuredEngine(env: NodeJS.ProcessEnv): ConfiguredEngine | undefined {
  const { DOCKER_HOST: host, DOCKER_CONTEXT: given, DOCKER_CONFIG: folder } = env;
  if (host)
    return own.includes(host)
      ? undefined
      : { setting: `DOCKER_HOST=${host}`, context: undefined, undo: "unset DOCKER_HOST" };
  const file = join(folder || join(homedir(), ".docker"), "config.json");
  const context = given || chosenContext(file);
  if (!context || context === "default") return undefined;
  return given
    ? { setting: `the context '${context}' (DOCKER_CONTEXT)`, context, undo: "unset DOCKER_CONTEXT" }
    : { setting: `the context '${context}' (${file})`, context, undo: "docker context use default" };
}
