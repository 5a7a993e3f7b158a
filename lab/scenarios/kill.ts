import { containerOf } from "../hosts.ts";
import type { Scenario } from "./scenario.ts";

export const kill: Scenario = {
  name: "kill",
  summary: "pull the plug; undone, it boots again",
  apply: (host) => [{ on: "engine", args: ["kill", containerOf(host)] }],
  undo: (host) => [{ on: "engine", args: ["start", containerOf(host)] }],
};
