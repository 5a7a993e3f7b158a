import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import { stateFile } from "../state/state-file.ts";
import { type LogWatchArgs, watchLog } from "./log-watch.ts";
import { positionsSchema } from "./position.ts";

/** What reading the log needs. */
export interface LogRoundArgs extends Omit<LogWatchArgs, "positions"> {
  stateDirectory: string;
  alerts: ActiveAlerts;
  /** Called when alerts have changed. */
  onChange: () => void;
}

/** Reads the database's log and resumes after a restart. */
export function logRound({ stateDirectory, alerts, onChange, ...watched }: LogRoundArgs) {
  const state = stateFile(stateDirectory, "log-positions", positionsSchema);
  const watch = watchLog({ ...watched, positions: state.read() });
  let kept = "";
  let started = false;
  let fault: string | undefined;

  return {
    async poll(): Promise<boolean> {
      const more = await watch.poll();
      started = true;
      if (alerts.replace("log", watch.alerts(), Date.now())) onChange();
      return more;
    },
    /** Saves the positions; called when everything read so far has been recorded. */
    keep(): void {
      const positions = watch.positions();
      const text = JSON.stringify(positions);
      if (text === kept) return;
      try {
        state.write(positions);
        kept = text;
        fault = undefined;
      } catch (error) {
        if (fault === undefined) watched.log.error({ err: error }, "cannot write to the state folder");
        fault = "cannot write to the state folder: check the volume and its owner";
      }
    },
    behind: watch.behind,
    /** Whether the log has been read once, so that no later record is missed. */
    started: () => started,
    /** Faults of the guardian itself. */
    faults: (): string[] => (fault === undefined ? [] : [fault]),
  };
}
