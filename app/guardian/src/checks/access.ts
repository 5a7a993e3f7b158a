import { z } from "zod";
import { accessSql } from "../access/access-sql.ts";
import type { DeclaredAccess } from "../access/declared-access.ts";
import { type AccessDifference, differenceOf } from "../access/facts.ts";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

/** Maximum number of undeclared privileges with a separate alert; any more share one. */
const most = 20;

const rows = z.array(z.object({ fact: z.string() }));

/** Compares actual with declared access. @param paused true while a deployment changes it */
export function accessCheck(declared: DeclaredAccess, paused: () => boolean): Check {
  return {
    name: "access",
    everySeconds: 20,
    async run(session, { gauge }) {
      const facts = rows.parse(await session.ask(accessSql)).map(({ fact }) => fact);
      const difference = differenceOf(declared, facts);
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
  const alerts = undeclared.slice(0, most).map((fact) => {
    const right = shownText(fact, 200);
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
    const detail = shownText(missing.join("; "), 1000);
    alerts.push(finding("warning", "AccessMissing", {}, { summary, fix: "deploy the database", detail }));
  }
  return alerts;
}
