import { readFileSync } from "node:fs";
import { type Exception, isDay, noException, until } from "./exception.ts";

/** An entry of `exceptions.json`, for resources that have no labels. */
export interface ListedException {
  /** Name of the rule. */
  rule: string;
  /** Name of the stack. */
  stack: string;
  /** Name of the resource in the program. */
  resource: string;
  reason: string;
  /** Last day on which it is valid, as YYYY-MM-DD (UTC). */
  until: string;
}

const keys = ["rule", "stack", "resource", "reason", "until"] as const;

/** The agreed exceptions, read when the pack starts. */
export const listed = parseExceptions(readFileSync(new URL("../exceptions.json", import.meta.url), "utf8"));

/** @throws with the invalid entry and how to fix it */
export function parseExceptions(text: string): ListedException[] {
  const entries: unknown = JSON.parse(text);
  if (!Array.isArray(entries))
    throw new Error("policies/exceptions.json must contain a list: write [] into it");
  return entries.map((entry, index) => {
    const wrong = keys.find((key) => typeof entry?.[key] !== "string" || entry[key].trim() === "");
    if (wrong) throw new Error(`exception ${index + 1} of policies/exceptions.json has no ${wrong}: add it`);
    if (!isDay(entry.until))
      throw new Error(
        `exception ${index + 1} of policies/exceptions.json ends on ${entry.until}: write a day as YYYY-MM-DD`,
      );
    return entry;
  });
}

/** Whether a resource is exempt from a rule. */
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
