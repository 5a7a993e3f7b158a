import { whenKnown } from "./unknown.ts";

/** A statement of an AWS policy document, with lists where AWS accepts one text or several. */
export interface Statement {
  allows: boolean;
  everybody: boolean;
  /** Patterns of actions, in lower case; those of `NotAction` are in `notActions`. */
  actions: string[];
  notActions: string[];
  /** Patterns of resources; empty for `NotResource`. */
  resources: string[];
  condition: Record<string, Record<string, unknown>>;
}

/**
 * Statements of a policy document, given as JSON text or parsed.
 * @returns undefined when it is not a policy document
 */
export function statementsOf(document: unknown): Statement[] | undefined {
  const parsed = typeof document === "string" ? parse(document) : document;
  const statements = (parsed as { Statement?: unknown } | undefined)?.Statement;
  if (statements === undefined) return undefined;
  return [statements].flat().map(statementOf);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementOf(given: unknown): Statement {
  const { Effect, Principal, Action, NotAction, Resource, Condition } = given as Record<string, unknown>;
  return {
    allows: Effect === "Allow",
    everybody: isEverybody(Principal),
    actions: textsOf(Action),
    notActions: textsOf(NotAction),
    resources: Resource === undefined ? [] : [Resource].flat().map(String),
    condition: (Condition ?? {}) as Statement["condition"],
  };
}

const isEverybody = (principal: unknown) =>
  principal === "*" ||
  [whenKnown(() => (principal as { AWS?: unknown } | undefined)?.AWS)].flat().includes("*");

const textsOf = (given: unknown): string[] =>
  given === undefined ? [] : [given].flat().map((text) => String(text).toLowerCase());

/** Whether a pattern with `*` and `?` matches an action. */
export function covers(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}
