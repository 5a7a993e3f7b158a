import { z } from "zod";
import { accessSql } from "../access/access-sql.ts";
import type { DeclaredAccess } from "../access/declared-access.ts";
import { type AccessDifference, differenceOf } from "../access/difference.ts";
import { shownRight } from "../access/right.ts";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

/** Undeclared rights that become an alert each; more of them are told together. */
const most = 20;

const text = z.string();
const rows = z.array(z.object({ holder: text, privilege: text, kind: text, object: text }));

/** Compares what everybody may do with what is declared. @param paused while a deployment changes it */
export function accessCheck(declared: DeclaredAccess, paused: () => boolean): Check {
  return {
    name: "access",
    everySeconds: 20,
    async run(session, { gauge }) {
      const found = rows.parse(await session.ask(accessSql));
      const rights = found.map(
        ({ holder, privilege, kind, object }) => [holder, privilege, kind, object] as const,
      );
      const difference = differenceOf(declared, rights);
      gauge("guardian_access_differences", difference.undeclared.length, { kind: "undeclared" });
      gauge("guardian_access_differences", difference.missing.length, { kind: "missing" });
      return paused() ? [] : accessAlerts(difference);
    },
  };
}

/** Alerts about a difference: one for each right that nobody declared, one for all that are missing. */
export function accessAlerts({ undeclared, missing }: AccessDifference): Alert[] {
  const mend = "a preview shows who has it; a deployment takes back what it knows, the superuser the rest";
  const alerts = undeclared
    .map(shownRight)
    .sort()
    .slice(0, most)
    .map((words) => {
      const right = shownText(words, 200);
      return finding("critical", "UndeclaredAccess", { right }, { summary: `not declared: ${right}`, mend });
    });
  if (undeclared.length > most) {
    const summary = `not declared: ${undeclared.length - most} rights more`;
    alerts.push(finding("critical", "UndeclaredAccess", { right: "(many)" }, { summary, mend }));
  }
  if (missing.length > 0) {
    const summary = "declared rights are not there";
    const detail = shownText(missing.map(shownRight).sort().join("; "), 1000);
    alerts.push(finding("warning", "AccessMissing", {}, { summary, mend: "deploy the database", detail }));
  }
  return alerts;
}
