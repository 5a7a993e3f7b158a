import type { Scenario } from "./scenario.ts";

export const expire: Scenario = {
  name: "expire",
  summary: "put an expired certificate into the settings of the host's stack",
  apply: () => [{ on: "stack", certificate: "expired" }],
  undo: () => [{ on: "stack", certificate: "valid" }],
};
