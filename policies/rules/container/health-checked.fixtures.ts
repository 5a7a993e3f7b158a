import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "a program": { healthcheck: { tests: ["CMD", "pg_isready", "-q"] } },
    "a shell line": { healthcheck: { tests: ["CMD-SHELL", "pg_isready || exit 1"] } },
  },
  bad: {
    "no health check": { healthcheck: undefined, says: "no health check" },
    "an empty list": { healthcheck: { tests: [] }, says: "no health check" },
    "a disabled health check": { healthcheck: { tests: ["NONE"] }, says: "disables" },
    "no command": { healthcheck: { tests: ["CMD", " "] }, says: "without a command" },
    "the program in CMD's place": { healthcheck: { tests: ["pg_isready"] }, says: "instead of CMD" },
  },
});
