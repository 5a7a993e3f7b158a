import { containerOf } from "../hosts.ts";
import type { Scenario } from "./scenario.ts";

/** Stops without a grace period; `docker kill` would refuse a host that is already off. */
export const kill: Scenario = {
  name: "kill",
  summary: "pull the plug; undoing boots it again",
  apply: (host) => [{ on: "engine", args: ["stop", "--time", "0", containerOf(host)] }],
  undo: (host) => [{ on: "engine", args: ["start", containerOf(host)] }],
};
