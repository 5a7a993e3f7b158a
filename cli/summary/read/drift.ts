import { z } from "zod";
import { Failure } from "../../terminal/exit.ts";
import { listed, name, type Piece, plural } from "../cell.ts";
import type { Report, Section } from "../report.ts";

/** What `./tovrun drift STACK --json` prints. */
const driftSchema = z.object({
  stack: z.string(),
  changes: z.array(
    z.object({ op: z.string(), name: z.string(), kind: z.string(), properties: z.array(z.string()) }),
  ),
  unknownContainers: z.array(z.object({ host: z.string(), name: z.string() })),
});

export type Drift = z.infer<typeof driftSchema>;

/** Reads it; undefined when the text is something else. @throws {Failure} when it is about another stack */
export function readDrift(text: string, stack?: string): Drift | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = driftSchema.safeParse(content);
  if (data && stack && data.stack !== stack)
    throw new Failure(
      "usage",
      `what was read is about the stack ${data.stack}, not ${stack}; give it the other's`,
    );
  return data;
}

/** What a step of ours finds: one of its answers differs, of which a person learns nothing. */
const answers = new Set(["observed", "present"]);

function found({ op, properties }: Drift["changes"][number]): Piece[] {
  if (op === "delete" || op === "create") return ["is gone"];
  const known = properties.filter((property) => !answers.has(property));
  return known.length > 0 ? ["differs in ", ...listed(known, 8)] : ["differs"];
}

function changed({ changes }: Drift): Section {
  const rows = changes.map((change) => [[name(change.kind)], [name(change.name)], found(change)]);
  const columns = ["kind", "resource", "on the host"];
  return { id: "drift", title: "Changed by hand", tone: "warning", columns, rows };
}

function strangers({ unknownContainers }: Drift): Section {
  const rows = unknownContainers.map(({ host, name: of }) => [[name(host)], [name(of)]]);
  const title = "Containers that no stack knows";
  return { id: "unknownContainers", title, tone: "warning", columns: ["host", "container"], rows };
}

/** Puts what differs on the hosts into the order in which a person wants to know it. */
export function summarizeDrift(drift: Drift, links: Report["links"]): Report {
  const { changes, unknownContainers } = drift;
  const sections = [changed(drift), strangers(drift)].filter(({ rows }) => rows.length > 0);
  const fix = `./tovrun deploy ${/^[\w-]+$/.test(drift.stack) ? drift.stack : "STACK"} brings back what is declared`;
  return {
    about: "Drift of",
    stack: drift.stack,
    verdict: sections.length > 0 ? "changes" : "unchanged",
    headline:
      sections.length > 0
        ? [
            `${changes.length} changed by hand, ${plural(unknownContainers.length, "container")} that no stack knows`,
          ]
        : ["none"],
    counts: sections.length > 0 ? fix : "No difference between the hosts and what was deployed.",
    sections,
    links,
  };
}
