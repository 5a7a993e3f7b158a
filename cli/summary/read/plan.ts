import { Failure } from "../../terminal/exit.ts";
import type { Plan } from "../plan.ts";
import { document, readDocument } from "./document.ts";
import { readEvents } from "./events.ts";

function asDocument(text: string): Plan | undefined {
  try {
    const parsed = document.safeParse(JSON.parse(text));
    return parsed.success ? readDocument(parsed.data) : undefined;
  } catch {
    return undefined;
  }
}

/** A preview that ended before the engine said anything. */
function nothing(stack: string): Plan {
  return {
    stack,
    preview: true,
    ending: "unfinished",
    steps: [],
    unchanged: 0,
    judgements: [],
    judged: undefined,
    errors: [],
    providers: new Map(),
    configuration: {},
  };
}

/**
 * Reads what the engine printed: its events, one a line, or one JSON document.
 * @param stack the stack it has to be about; default: the one it names
 * @throws {Failure} when it is about another stack, or about none that is known
 */
export function readPlan(text: string, stack?: string): Plan {
  const plan = asDocument(text) ?? readEvents(text);
  // A failure before the first resource names no stack.
  const name = plan?.stack || stack;
  if (!name)
    throw new Failure(
      "usage",
      "there is nothing of the engine in what was read; give it the output of './tovrun preview STACK --json', and --stack",
    );
  if (stack && name !== stack)
    throw new Failure("usage", `what was read is about the stack ${name}, not ${stack}; give it the other's`);
  return plan ? { ...plan, stack: name } : nothing(name);
}
