import { containerFixtures } from "../../testing/fixtures.ts";

export const fixtures = containerFixtures({
  good: {
    "small files": {
      logDriver: "json-file",
      logOpts: { "max-size": "512k", "max-file": "2", tag: "{{.Name}}" },
    },
  },
  bad: {
    "the host's default": { logDriver: undefined, says: "host's default" },
    "another driver": { logDriver: "syslog", says: "syslog" },
    "no options": { logOpts: undefined, says: "max-size is unset" },
    "no size": { logOpts: { "max-file": "3" }, says: "max-size is unset" },
    "unlimited size": { logOpts: { "max-size": "-1", "max-file": "3" }, says: "max-size is -1" },
    "no number of files": { logOpts: { "max-size": "10m" }, says: "max-file is unset" },
  },
});
