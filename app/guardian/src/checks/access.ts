import { z } from "zod";
import { accessSql } from "../access/access-sql.ts";
import type { DeclaredAccess } from "../access/declared-access.ts";
import { type AccessDifference, differenceOf } from "../access/difference.ts";
import { shownRight } from "../access/right.ts";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

/** Maximum number of undeclared privileges with a separate alert; any more share one. */
const most = 20;

const text = z.string();
const rows = z.array(z.object({ holder: text, privilege: text, kind: text, object: text }));

/** Compares actual with declared access. @param paused true while a deployment changes it */
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

/** Alerts for a difference: one for each undeclared privilege, one for all missing ones. */
export function accessAlerts({ undeclared, missing }: AccessDifference): Alert[] {
  const fix =
    "see in a preview who has it; a deployment revokes what it manages, the superuser must revoke the rest";
  const alerts = undeclared
    .map(shownRight)
    .sort()
    .slice(0, most)
    .map((words) => {
      const right = shownText(words, 200);
      return finding(
        "critical",
        "UndeclaredAccess",
        { right },
        { summary: `undeclared privilege: ${right}`, fix },
      );
    });
  if (undeclared.length > most) {
    const summary = `undeclared privileges: ${undeclared.length - most} more`;
    alerts.push(finding("critical", "UndeclaredAccess", { right: "(many)" }, { summary, fix }));
  }
  if (missing.length > 0) {
    const summary = "declared privileges are missing";
    const detail = shownText(missing.map(shownRight).sort().join("; "), 1000);
    alerts.push(finding("warning", "AccessMissing", {}, { summary, fix: "deploy the database", detail }));
  }
  return alerts;
}
