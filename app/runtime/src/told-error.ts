import { withoutRowValues } from "./row-values.ts";

/** Fields that tell what failed and where. The rest of a database's error (`detail`, `where`, …) holds values of rows. */
const told = [
  ...["code", "severity", "schema", "table", "column", "constraint", "routine"],
  ...["errno", "syscall", "address", "port", "path", "statusCode"],
];

/** Errors behind an error that are followed: deeper ones explain nothing, and causes may go in a circle. */
const deepest = 5;

/** Why something failed, without the values of rows that a database's message quotes. */
export function toldMessage(error: unknown): string {
  return error instanceof Error ? toldText(error.message, error) : String(error);
}

/** A text that may repeat the messages of an error and of its causes, without the values of rows in them. */
export function toldText(text: string, error: Error): string {
  const quoted = [error, ...causesOf(error)].filter(({ message }) => message !== "");
  return quoted.reduce((told, one) => told.replaceAll(one.message, () => ownMessage(one)), text);
}

function ownMessage(error: Error): string {
  return withoutRowValues("code" in error ? String(error.code) : "", error.message);
}

/** What a log writes of an error: its message without values, where it was thrown, and the fields that are known to hold none. */
export function toldError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  if (depth >= deepest) return "[too deep]";
  const { cause } = error;
  const fields = told.flatMap((name): [string, unknown][] => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value]] : [];
  });
  return {
    type: error.constructor.name,
    message: toldMessage(error),
    ...framesOf(error),
    ...Object.fromEntries(fields),
    ...(cause instanceof Error && { cause: toldError(cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => toldError(one, depth + 1)) }),
  };
}

/** A stack begins with a name and the message; one that does not may hold an earlier message, and is left out. */
function framesOf({ stack = "", message }: Error): { stack?: string } {
  const at = stack.indexOf(message);
  if (at === -1 || !/^[\w$.[\] ]*: $/.test(stack.slice(0, at))) return {};
  const frames = stack.slice(at + message.length).split("\n");
  return { stack: frames.filter((line) => /^\s+at /.test(line)).join("\n") };
}

function causesOf(error: Error): Error[] {
  const found: Error[] = [];
  for (let next = error.cause; next instanceof Error && found.length < deepest; next = next.cause) {
    if (next === error || found.includes(next)) break;
    found.push(next);
  }
  return found;
}
