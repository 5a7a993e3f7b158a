import {
  type LogStoreKind,
  logStoreKinds,
  logStoreLabel,
  logStoreNames,
} from "../../infra/monitoring/log-store-kinds.ts";
import type { RunningLogStore } from "../logs/store/find-lines.ts";
import type { InspectedContainer } from "./containers.ts";

/** The log store among the stack's containers, with its address on this machine; undefined when none is published. */
export function logStoreAmong(containers: readonly InspectedContainer[]): RunningLogStore | undefined {
  for (const { Config, NetworkSettings } of containers) {
    const kind = logStoreKinds.find((each) => each === Config.Labels?.[logStoreLabel]);
    const [binding] = Object.values(NetworkSettings.Ports ?? {}).flatMap((bindings) => bindings ?? []);
    if (kind && binding) return { kind, url: `http://${binding.HostIp}:${binding.HostPort}` };
  }
  return undefined;
}

/** The log store whose image is among those that a machine has. */
const logStoreOf = (images: Readonly<Record<string, string>>): LogStoreKind | undefined =>
  logStoreKinds.find((kind) => images[kind] !== undefined);

/** What the user should know when the images of this time bring another log store than those of last time. */
export function logStoreChange(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string | undefined {
  const [old, next] = [logStoreOf(before), logStoreOf(now)];
  if (!old || !next || old === next) return undefined;
  const [oldName, nextName] = [logStoreNames[old], logStoreNames[next]];
  return `${nextName} keeps the logs from the next deployment on. It begins empty: what ${oldName} has kept is deleted with its volume then.`;
}
