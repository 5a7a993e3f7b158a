import { z } from "zod";
import { accessSql } from "../access/access-sql.ts";
import type { DeclaredAccess } from "../access/declared-access.ts";
import { type AccessDifference, differenceOf } from "../access/facts.ts";
import type { Alert } from "../alerts/alert.ts";
import { shownText } from "../log/shown-statement.ts";
import { type Check, finding } from "./check.ts";

/** Undeclared rights that become an alert each; more of them are told together. */
const most = 20;

const rows = z.array(z.object({ fact: z.string() }));

/** Compares what everybody may do with what is declared. @param paused while a deployment changes it */
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

/** Alerts about a difference: one for each right that nobody declared, one for all that are missing. */
export function accessAlerts({ undeclared, missing }: AccessDifference): Alert[] {
  const mend = "a preview shows who has it; a deployment takes back what it knows, the superuser the rest";
  const alerts = undeclared.slice(0, most).map((fact) => {
    const right = shownText(fact, 200);
    return finding("critical", "UndeclaredAccess", { right }, { summary: `not declared: ${right}`, mend });
  });
  if (undeclared.length > most) {
    const summary = `not declared: ${undeclared.length - most} rights more`;
    alerts.push(finding("critical", "UndeclaredAccess", { right: "(many)" }, { summary, mend }));
  }
  if (missing.length > 0) {
    const summary = "declared rights are not there";
    const detail = shownText(missing.join("; "), 1000);
    alerts.push(finding("warning", "AccessMissing", {}, { summary, mend: "deploy the database", detail }));
  }
  return alerts;
}
