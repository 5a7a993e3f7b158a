import type { Logger } from "@tovplay/runtime/log";
import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import { type Declared, lookAlerts } from "../alerts/look-alerts.ts";
import type { GuardianMetrics } from "../metrics.ts";
import type { StateFile } from "../state/state-file.ts";
import { type DatabaseState, type Look, look } from "./look.ts";
import { type LookMemory, remember, type SeenDatabase } from "./look-memory.ts";
import type { Session } from "./session.ts";

/** What looking at the database needs. */
export interface LookRoundArgs {
  session: Session;
  state: StateFile<SeenDatabase>;
  declared: Declared;
  alerts: ActiveAlerts;
  metrics: GuardianMetrics;
  log: Logger;
  /** Called when alerts have changed. */
  onChange: () => void;
}

/** The look taken every second, and its last result. */
export interface LookRound {
  run(): Promise<void>;
  /** Undefined while the database does not answer. */
  database(): DatabaseState | undefined;
  changeWindowOpen(): boolean;
  /** Whether the provisioner may log in, and has not been able to for too long. */
  provisioning(): boolean;
}

export function lookRound(args: LookRoundArgs): LookRound {
  const { session, state, declared, alerts, metrics, log, onChange } = args;
  let memory: LookMemory = { seen: state.read(), failures: 0, provisioningSince: undefined };
  let last: Look | undefined;

  const keep = (before: SeenDatabase | undefined) => {
    if (!memory.seen || JSON.stringify(before) === JSON.stringify(memory.seen)) return;
    try {
      state.write(memory.seen);
    } catch (error) {
      log.error({ err: error }, "cannot save the identity of the database");
    }
  };
  const logChange = (found: Look) => {
    const lost = "failure" in found.database;
    if (lost === (last !== undefined && "failure" in last.database)) return;
    if ("failure" in found.database)
      log.warn({ failure: found.database.failure }, "the database does not answer");
    else log.info("the database answers again");
  };
  return {
    async run() {
      const found = await look(session);
      const now = Date.now();
      const before = memory.seen;
      memory = remember(memory, found, declared.systemIdentifier, now);
      keep(before);
      logChange(found);
      last = found;
      metrics.gauge("guardian_database_up", "value" in found.database ? 1 : 0);
      if (alerts.replace("look", lookAlerts(found, memory, declared, now), now)) onChange();
    },
    database: () => (last && "value" in last.database ? last.database.value : undefined),
    changeWindowOpen: () =>
      last !== undefined && "value" in last.changeWindow && last.changeWindow.value !== null,
    provisioning: () =>
      memory.provisioningSince !== undefined &&
      Date.now() - memory.provisioningSince <= declared.provisioningMinutes * 60_000,
  };
}
