import type { LogStoreKind } from "../../../infra/monitoring/log-store-kinds.ts";
import { linesInLoki } from "./loki.ts";
import type { LogLine, LogQuestion } from "./question.ts";
import { linesInVictoriaLogs } from "./victorialogs.ts";

/** A log store that runs. */
export interface RunningLogStore {
  kind: LogStoreKind;
  /** Where it answers. */
  url: string;
}

const finders = { loki: linesInLoki, victorialogs: linesInVictoriaLogs } as const;

/** Lines of a log store, in the order in which they were written. */
export function findLines({ kind, url }: RunningLogStore, question: LogQuestion): Promise<LogLine[]> {
  return finders[kind](url, question);
}
