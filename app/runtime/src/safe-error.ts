import { withoutRowValues } from "./row-values.ts";

/** Fields that say what failed and where. The others of a database error (`detail`, `where`, …) contain row values. */
const safeFields = [
  ...["code", "severity", "schema", "table", "column", "constraint", "routine"],
  ...["errno", "syscall", "address", "port", "path", "statusCode"],
];

/** How many causes are followed: deeper ones explain nothing, and causes may be circular. */
const deepest = 5;

/** The message of an error without the row values that a database's message quotes. */
export function safeMessage(error: unknown): string {
  return error instanceof Error ? safeText(error.message, error) : String(error);
}

/** A text that may repeat the messages of an error and its causes, without the row values in them. */
export function safeText(text: string, error: Error): string {
  const quoted = [error, ...causesOf(error)].filter(({ message }) => message !== "");
  return quoted.reduce((safe, one) => safe.replaceAll(one.message, () => ownMessage(one)), text);
}

function ownMessage(error: Error): string {
  return withoutRowValues("code" in error ? String(error.code) : "", error.message);
}

/** The loggable form of an error: its message without values, its stack, and the fields known to be safe. */
export function safeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  if (depth >= deepest) return "[too deep]";
  const { cause } = error;
  const fields = safeFields.flatMap((name): [string, unknown][] => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === "string" || typeof value === "number" ? [[name, value]] : [];
  });
  return {
    type: error.constructor.name,
    message: safeMessage(error),
    ...framesOf(error),
    ...Object.fromEntries(fields),
    ...(cause instanceof Error && { cause: safeError(cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => safeError(one, depth + 1)) }),
  };
}

/** A stack begins with a name and the message; one that does not may contain an earlier message and is left out. */
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
