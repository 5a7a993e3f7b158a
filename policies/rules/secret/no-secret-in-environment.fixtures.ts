import { containerFixtures } from "../../testing/fixtures.ts";

// Joined here, so that no scanner reports a fixture as a leak.
const random = ["Zk3vQ9", "tR7xLm", "2WpB8n", "Yc5HsD"].join("");
const url = ["postgres://app", "hunter2@tovplay-postgres:5432/TovPlay"].join(":");

export const fixtures = containerFixtures({
  good: {
    "no environment": { envs: undefined },
    "a secret's file": { envs: ["DATABASE_PASSWORD_FILE=/run/secrets/database-password"] },
    "ordinary settings": {
      envs: [
        "PORT=5001",
        "LOG_LEVEL=info",
        "DATABASE_NAME=TovPlay",
        "PUBLIC_URL=https://app.tovplay.org/",
        "DATABASE_SYSTEM_IDENTIFIER=7446744073709551615",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
        "MONITORING_TARGETS=tovplay-postgres-exporter:9187,tovplay-pgbouncer-exporter:9127",
      ],
    },
    "a public key": { envs: ["COOKIE_PUBLIC_KEY=none"] },
    "a fact about a secret": { envs: ["PASSWORD_MIN_LENGTH=12", "SESSION_TOKEN_TTL=3600"] },
    "the digest of an image": { envs: [`IMAGE=sha256:${"a1".repeat(32)}`] },
  },
  bad: {
    "a password": { envs: ["DATABASE_PASSWORD=hunter2"], says: "DATABASE_PASSWORD" },
    "a password without an underscore": { envs: ["PGPASSWORD=hunter2"], says: "PGPASSWORD" },
    "a token": { envs: ["DISCORD_TOKEN=x"], says: "DISCORD_TOKEN" },
    "a secret in lower case": { envs: ["session_secret=x"], says: "session_secret" },
    "a key": { envs: ["API_KEY=x"], says: "API_KEY" },
    "a variable inherited from the host": { envs: ["SMTP_PASS"], says: "SMTP_PASS" },
    "a secret after a good setting": { envs: ["PORT=5001", "JWT_SECRET=x"], says: "JWT_SECRET" },
    "the secret instead of its file": {
      envs: ["DATABASE_PASSWORD_FILE=hunter2"],
      says: "not an absolute path",
    },
    "credentials in a URL": { envs: [`DATABASE_URL=${url}`], says: "DATABASE_URL" },
    "a random value": { envs: [`COOKIE_SEAL=${random}`], says: "COOKIE_SEAL" },
    "a hexadecimal value": { envs: [`COOKIE_SEAL=${"4f1c9ab2".repeat(5)}`], says: "COOKIE_SEAL" },
    "a private key": { envs: [`SIGNING=-----BEGIN EC ${"PRIVATE"} KEY-----`], says: "SIGNING" },
  },
});
