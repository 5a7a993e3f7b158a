import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** Variables of a container, by name. */
type Environment = Record<string, pulumi.Input<string>>;

/**
 * The environment of one of our own programs, checked against the settings that it reads: the names at once, each value when the
 * plan knows it. The file that a `*_FILE` variable names is on the host and is not opened.
 * @param program whose settings they are, for the message
 * @param settings what it reads, by the names of the variables
 * @throws Error naming a variable that the program does not know, does not get, or does not accept; never a value
 */
export function programEnvironment(
  program: string,
  settings: z.ZodRawShape,
  environment: Environment,
): Environment {
  const names = Object.keys(environment);
  const unknown = names.filter((name) => !(name in settings));
  if (unknown.length > 0)
    throw new Error(`${program} has no setting ${unknown.join(", ")}: correct the name`);
  const missing = Object.keys(settings).filter(
    (name) => !names.includes(name) && !isOptional(settings[name]),
  );
  if (missing.length > 0)
    throw new Error(`${program} needs ${missing.join(", ")}: add it to its environment`);
  const checked = (name: string) => (value: string) => {
    const setting = settings[name];
    const verdict = setting && !name.endsWith("_FILE") ? z.safeParse(setting, value) : undefined;
    if (verdict?.success !== false) return value;
    throw new Error(`${program} does not accept its ${name}: ${verdict.error.issues[0]?.message}`);
  };
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      typeof value === "string" ? checked(name)(value) : pulumi.output(value).apply(checked(name)),
    ]),
  );
}

function isOptional(setting: z.core.$ZodType | undefined): boolean {
  return setting !== undefined && z.safeParse(setting, undefined).success;
}
