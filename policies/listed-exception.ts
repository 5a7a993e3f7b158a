import { readFileSync } from "node:fs";
import { type Exception, isDay, noException, until } from "./exception.ts";

/** An entry of `exceptions.json`: for what has no labels, and so cannot carry its exception itself. */
export interface ListedException {
  /** Name of the rule. */
  rule: string;
  /** Name of the stack. */
  stack: string;
  /** Name of the resource in the program. */
  resource: string;
  reason: string;
  /** Last day on which it holds, as YYYY-MM-DD (UTC). */
  until: string;
}

const keys = ["rule", "stack", "resource", "reason", "until"] as const;

/** The agreed exceptions, read once when the pack starts. */
export const listed = parseExceptions(readFileSync(new URL("exceptions.json", import.meta.url), "utf8"));

/** @throws one sentence that names the wrong entry and the mend */
export function parseExceptions(text: string): ListedException[] {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries)) throw new Error("policies/exceptions.json must hold a list: write [] into it");
  return entries.map((entry, index) => {
    const wrong = keys.find((key) => typeof entry?.[key] !== "string" || entry[key].trim() === "");
    if (wrong)
      throw new Error(`exception ${index + 1} of policies/exceptions.json has no ${wrong}: give it one`);
    if (!isDay(entry.until))
      throw new Error(
        `exception ${index + 1} of policies/exceptions.json ends on ${entry.until}: write a day as YYYY-MM-DD`,
      );
    return entry;
  });
}

/** Whether a resource of a stack is excepted from a rule. */
export function listedException(
  entries: readonly ListedException[],
  about: Pick<ListedException, "rule" | "stack" | "resource">,
  now: Date,
): Exception {
  const entry = entries.find(
    ({ rule, stack, resource }) =>
      rule === about.rule && stack === about.stack && resource === about.resource,
  );
  return entry ? until(entry.until, now) : noException;
}
