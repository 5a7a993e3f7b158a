import { readFileSync } from "node:fs";
import { Liquid } from "liquidjs";

const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true });
const folder = new URL("../../templates/", import.meta.url);

/**
 * Renders `templates/NAME`, a configuration file in its own syntax with `{{ values }}`.
 * @throws when a value that the template uses is missing; the error names the template and the value.
 */
export function renderTemplate(name: string, values: Record<string, unknown>): string {
  try {
    return engine.parseAndRenderSync(readTemplate(name), values);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`templates/${name} cannot be rendered: ${reason}; pass the value it names`, {
      cause: error,
    });
  }
}

/** Text of `templates/NAME`, for files that hold no values. */
export function readTemplate(name: string): string {
  return readFileSync(new URL(name, folder), "utf8");
}
