import { containerFixtures } from "../../testing/fixtures.ts";

const url = ["postgres://app", "hunter2@tovplay-postgres:5432/TovPlay"].join(":");

export const fixtures = containerFixtures({
  good: {
    "no command": { command: undefined },
    "ordinary options": {
      command: [
        "--config=/etc/loki/loki.yml",
        "--storage.tsdb.retention.time=15d",
        "-c",
        "max_connections=100",
      ],
    },
    "a secret's file": {
      command: ["--password-file=/run/secrets/password", "--token-file", "/run/token"],
    },
    "a secret's folder": { command: ["--secrets=/run/secrets"] },
    "a secret that a shell reads from its file": {
      command: ["sh", "-c", "PASSWORD=$(cat /run/secrets/password) exec app"],
    },
    "a digest": { command: ["--image", `sha256:${"a1".repeat(32)}`] },
    "a flag with the name of a secret": { command: ["--no-password", "--quiet"] },
  },
  bad: {
    "a password": { command: ["--password=hunter2"], says: "the secret password in its command" },
    "a password after its option": { command: ["--password", "hunter2"], says: "the secret password" },
    "an assignment": { command: ["sh", "-c", `DATABASE_URL=${url} exec app`], says: "in its command" },
    "a token at the entry point": { entrypoints: ["app", "-api-token=x"], says: "in its entry point" },
    "a password in the health check": {
      healthcheck: { tests: ["CMD", "psql", "--dbname", url] },
      says: "in its health check",
    },
  },
});
