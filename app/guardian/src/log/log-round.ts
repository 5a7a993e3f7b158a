import type { ActiveAlerts } from "../alerts/active-alerts.ts";
import { stateFile } from "../state/state-file.ts";
import { type LogWatchArgs, watchLog } from "./log-watch.ts";
import { positionsSchema } from "./position.ts";

/** What the rounds over the log work with. */
export interface LogRoundArgs extends Omit<LogWatchArgs, "positions"> {
  stateDirectory: string;
  alerts: ActiveAlerts;
  /** Told when alerts have changed. */
  onChange: () => void;
}

/** The rounds over the database's log, which go on after a restart where they ended. */
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
    /** Remembers where to go on: called when all that was read so far has been recorded. */
    keep(): void {
      const positions = watch.positions();
      const text = JSON.stringify(positions);
      if (text === kept) return;
      try {
        state.write(positions);
        kept = text;
        fault = undefined;
      } catch (error) {
        if (fault === undefined) watched.log.error({ err: error }, "the state folder cannot be written");
        fault = "its state cannot be written: look at the volume and its owner";
      }
    },
    behind: watch.behind,
    /** From here on nothing that is written to the log goes unseen. */
    started: () => started,
    /** What is wrong with the guardian itself. */
    faults: (): string[] => (fault === undefined ? [] : [fault]),
  };
}
