import { withoutRowValues } from "../../app/runtime/src/row-values.ts";
import { withoutLiterals } from "../../app/runtime/src/sql-literals.ts";

/** Fields that contain row values. */
const rowFields = ["detail", "context", "internal_query"];

/** A line of PostgreSQL's structured log without row values, safe to print. */
export function shownRecord(line: string): string {
  const record = recordIn(line);
  if (!record) return "(a line that is not a PostgreSQL log record)";
  const { message, statement, state_code: code } = record;
  const kept = Object.entries(record).filter(([name]) => !rowFields.includes(name));
  return JSON.stringify({
    ...Object.fromEntries(kept),
    ...(typeof message === "string" && { message: shownMessage(String(code ?? ""), message) }),
    ...(typeof statement === "string" && { statement: withoutLiterals(statement) }),
  });
}

/** Messages that quote a statement contain its values. */
function shownMessage(code: string, message: string): string {
  if (message.startsWith("AUDIT: ")) return shownAudit(message);
  if (/^(statement|execute|duration)\b/.test(message)) return withoutLiterals(message);
  return withoutRowValues(code, message);
}

/** pgaudit separates fields with commas, and quotes a statement that contains one. */
function shownAudit(message: string): string {
  return message.replace(/"((?:[^"]|"")*)"|[^"]+/g, (part, quoted?: string) =>
    quoted === undefined
      ? withoutLiterals(part)
      : `"${withoutLiterals(quoted.replaceAll('""', '"')).replaceAll('"', '""')}"`,
  );
}

function recordIn(line: string): Record<string, unknown> | undefined {
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === "object" && record !== null ? { ...record } : undefined;
  } catch {
    return undefined;
  }
}
