import { type Document, isMap, parseDocument } from "yaml";
import { z } from "zod";
import { Failure } from "../terminal/exit.ts";
import { unlikeNumbers } from "../terminal/unlike-numbers.ts";

/** What is wrong with one key of a settings file. */
export interface Problem {
  key: string;
  message: string;
}

/** What a settings file holds for this project, by key without `tovplay:`, and what is wrong with how it is written. */
export interface SettingsFile {
  settings: Readonly<Record<string, unknown>>;
  problems: readonly Problem[];
}

const prefix = "tovplay:";
const shape = z.object({ config: z.record(z.string(), z.unknown()) });

/** One sentence about what has to be corrected in a file. */
export function wrongSettings(file: string, problems: readonly Problem[]): Failure {
  const words = problems.map(({ key, message }) => `${key}: ${message}`).join("; ");
  return new Failure("usage", `${file} is invalid: ${words}`);
}

/**
 * Reads a `Pulumi.STACK.yaml`. The engine's parser follows an older YAML than this one, so what the two would read
 * differently is a problem: the engine never deploys something else than the launcher has checked.
 * @throws {Failure} when it is no YAML or holds no settings
 */
export function readSettingsFile(text: string, file: string): SettingsFile {
  const { document, value } = parseYaml(text, file);
  const parsed = shape.safeParse(value);
  if (!parsed.success) throw wrongSettings(file, [{ key: "config", message: "must hold the settings" }]);
  const { config } = parsed.data;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  const node = document.get("config", true);
  return {
    settings: Object.fromEntries(own.map(([key, each]) => [key.slice(prefix.length), each])),
    problems: [...unlikeKeys(Object.keys(config)), ...(isMap(node) ? unlikeNumbers(node, "config") : [])],
  };
}

function badYaml(file: string, cause: unknown): Failure {
  const [reason = "unreadable"] = cause instanceof Error ? cause.message.split("\n") : [];
  return new Failure("usage", `${file} is not valid YAML: ${reason.replace(/:$/, "")}`, { cause });
}

function parseYaml(text: string, file: string): { document: Document; value: unknown } {
  try {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) throw error;
    return { document, value: document.toJS() };
  } catch (error) {
    throw badYaml(file, error);
  }
}

/** Other spellings of this project's keys: the engine takes them too, and of two spellings either. */
function unlikeKeys(keys: readonly string[]): Problem[] {
  return keys
    .filter((key) => !key.includes(":") || key.startsWith(`${prefix}config:`))
    .map((key) => ({ key: `config.${key}`, message: `write ${prefix}${key.replace(/^.*:/, "")}` }));
}
