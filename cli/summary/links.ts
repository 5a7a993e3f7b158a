import { type Cell, joined, type Piece } from "./cell.ts";
import type { WorkflowRun } from "./github/workflow-run.ts";

/** Settings of a stack that name the site: its address, or its host name alone. */
function site(settings: Readonly<Record<string, string>>): Piece[] {
  const name = settings["tovplay:site"];
  const address = settings["tovplay:publicUrl"] ?? (name && `https://${name}`);
  if (!address || !URL.canParse(address)) return [];
  const { protocol, username, href } = new URL(address);
  return protocol === "https:" && username === "" ? [{ link: "site", to: href }] : [];
}

/** Where to read on: the run with its log, the commit, the stack's settings, the site itself. */
export function linksOf(
  stack: string,
  run: WorkflowRun | undefined,
  settings: Readonly<Record<string, string>> = {},
): Cell {
  if (!run) return [];
  const { server, repository, runId, commit } = run;
  const base = `${server}/${repository}`;
  const known = /^[0-9a-f]{7,64}$/.test(commit);
  const file = `Pulumi.${encodeURIComponent(stack)}.yaml`;
  return joined(
    [
      ...(runId ? [{ link: "run and log", to: `${base}/actions/runs/${runId}` }] : []),
      ...(known ? [{ link: `commit ${commit.slice(0, 8)}`, to: `${base}/commit/${commit}` }] : []),
      ...(known ? [{ link: `settings of ${stack}`, to: `${base}/blob/${commit}/${file}` }] : []),
      ...site(settings),
    ],
    " · ",
  );
}
