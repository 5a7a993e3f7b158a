import { containerOf } from "../hosts.ts";
import type { Scenario } from "./scenario.ts";

/** Stopped with no time to end in good order, since `docker kill` refuses a host that is off already. */
export const kill: Scenario = {
  name: "kill",
  summary: "pull the plug; undone, it boots again",
  apply: (host) => [{ on: "engine", args: ["stop", "--time", "0", containerOf(host)] }],
  undo: (host) => [{ on: "engine", args: ["start", containerOf(host)] }],
};
