import type { LogStore, LogStoreArgs } from "../infra/monitoring/log-store.ts";
import type { LogStoreKind } from "../infra/monitoring/log-store-kinds.ts";
import { Loki } from "../infra/monitoring/loki.ts";
import { VictoriaLogs } from "../infra/monitoring/victorialogs.ts";

/** Each log store and the memory in MiB that it is allowed. */
const logStores = {
  loki: { component: Loki, memory: 320 },
  victorialogs: { component: VictoriaLogs, memory: 192 },
} as const;

/** Days that log lines are kept. */
const retentionDays = 30;

/** Declares the log store of that kind. */
export function logStore(
  kind: LogStoreKind,
  name: string,
  args: Omit<LogStoreArgs, "memory" | "retentionDays">,
): LogStore {
  const { component: Component, memory } = logStores[kind];
  return new Component(name, { ...args, memory, retentionDays });
}
