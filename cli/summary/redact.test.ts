import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { isSecret, redactMessage } from "./redact.ts";

const pem = `-----BEGIN PRIVATE KEY-----\n${"MIGHAgEAMBMGByqG".repeat(6)}\n-----END PRIVATE KEY-----`;
const digest = `sha256:${"39dcf3d764e2fd12".repeat(4)}`;

test.each<[string, unknown]>([
  ["environment.DATABASE_PASSWORD", "hunter2"],
  ["spec.discordWebhookUrl", "https://discord.example.org/1"],
  ["apiKey", "x"],
  ["environment.SESSION_SECRET", "short"],
  ["environment.DATABASE_URL", "amqp://app:hunter2@203.0.113.5/TovPlay"],
  ["environment.ANYTHING", "[secret]"],
  ["environment.ANYTHING", "MZBrzDmYQwHwcjqMfSgruTEcKAZnfNqv"],
  ["environment.ANYTHING", "prefix [secret] suffix"],
  ["environment.ANYTHING", pem],
  ["environment.ANYTHING", "b6Xq0LzT9vRk2WmYp4Ns"],
  ["environment.ANYTHING", "0123456789abcdef0123456789abcdef"],
  ["environment.JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"],
  ["command", ["server", "--password", "hunter2"]],
  ["command", ["server", "--verbose", "password=hunter2"]],
  ["spec", { nested: [{ password: "hunter2" }] }],
  ["stdout", '{"token": "abc"}'],
  ["environment.PASSWORD_FILE", "hunter2"],
])("%s = %j is not shown", (path, value) => {
  expect(isSecret(path, value)).toBe(true);
});

test.each<[string, unknown]>([
  ["environment.PUBLIC_URL", "https://app.example.org"],
  ["environment.DATABASE_PASSWORD_FILE", "/run/secrets/database-password"],
  ["environment.DATABASE_SYSTEM_IDENTIFIER", "7710534036323741719"],
  ["image", digest],
  ["image", `registry.example.org/tovplay/backend@${digest}`],
  ["mounts./etc/x.source", "/srv/tovplay/files/tovplay-nginx/etc/nginx/nginx.conf.5e3babaddafb1234"],
  ["environment.RELEASE", "5e3babaddafb12345e3babaddafb12345e3babaddafb12345e3babaddafb1234"],
  ["spec.files.conf.d/site.conf", "5e3babaddafb12345e3babaddafb1234"],
  ["description", "TheContainerThatHoldsTheDatabaseOfProduction"],
  ["memory", 256],
  ["readOnly", true],
  ["ports", [{ internal: 5001, external: 8000 }]],
  ["healthcheck.tests", ["CMD", "curl", "--fail", "http://127.0.0.1:5001/api/health"]],
  ["networks", "tovplay-postgres-exporter-network"],
])("%s = %j is shown", (path, value) => {
  expect(isSecret(path, value)).toBe(false);
});

test.each(["base64", "base64url", "hex"] as const)(
  "24 random bytes in %s are found wherever they stand",
  (form) => {
    const secrets = Array.from({ length: 500 }, (_, index) =>
      createHash("sha256").update(String(index)).digest().subarray(0, 24).toString(form),
    );
    const missed = secrets
      .flatMap((each) => [
        each,
        `x ${each}`,
        `key=${each}`,
        `{"k":"${each}"}`,
        `https://example.org/?k=${each}`,
      ])
      .filter((text) => !isSecret("environment.ANYTHING", text));
    expect(missed).toEqual([]);
  },
);

test.each([
  [
    "cannot log in as app: password=hunter2, giving up",
    "cannot log in as app: password=(redacted), giving up",
  ],
  [`the key is ${pem} they said`, "the key is (redacted) they said"],
  ["dial amqp://app:hunter2@203.0.113.5 failed", "dial (redacted) failed"],
  ["token b6Xq0LzT9vRk2WmYp4Ns is refused", "token (redacted) is refused"],
  [`image ${digest} is missing on 203.0.113.5`, `image ${digest} is missing on 203.0.113.5`],
  [
    "Leave privileged unset and name the few capabilities that the program needs.",
    "Leave privileged unset and name the few capabilities that the program needs.",
  ],
  ["the engine printed [secret] here", "the engine printed [secret] here"],
])("%j stays readable without its secret", (message, expected) => {
  expect(redactMessage(message)).toBe(expected);
});

test("a key block that is cut off is taken out too", () => {
  expect(redactMessage(`x ${pem.slice(0, 70)}`)).toBe("x (redacted)");
});
