import { message, name } from "../cell.ts";
import type { Judgement, Plan } from "../plan.ts";
import { redactMessage } from "../redact.ts";
import type { Section } from "../report.ts";

/** What the engine says after the errors themselves. */
const noNews = /^(?:preview|update) failed$/;

function policies(judgements: readonly Judgement[]) {
  return judgements.map((each) => [
    [name(each.policy)],
    [name(each.resource)],
    [message(redactMessage(each.message))],
  ]);
}

const columns = ["policy", "resource", "why, and how to fix it"];

/** Policies that forbid the deployment: nothing happens until they agree. */
export function refusals({ judgements }: Plan): Section {
  const rows = policies(judgements.filter(({ mandatory }) => mandatory));
  return { id: "refusals", title: "Refused by policy", tone: "danger", columns, rows };
}

/** Policies that only advise. */
export function advice({ judgements }: Plan): Section {
  const rows = policies(judgements.filter(({ mandatory }) => !mandatory));
  return { id: "advice", title: "Advice of policies", tone: "plain", columns, rows };
}

/** Errors of the engine, a plugin or the program. */
export function errors(plan: Plan): Section {
  const told = plan.errors.filter((error) => !noNews.test(error));
  const rows = told.map((error) => [[message(redactMessage(error))]]);
  return { id: "errors", title: "Errors", tone: "danger", columns: ["error"], rows };
}
