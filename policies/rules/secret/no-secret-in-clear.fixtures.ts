import { secretValue } from "../../secrets/secret-value.ts";
import { example, fixturesOf } from "../../testing/fixtures.ts";

// Joined here, so that no scanner reports a fixture as a leak.
const random = ["Zk3vQ9", "tR7xLm", "2WpB8n", "Yc5HsD"].join("");
const url = ["postgres://app", "hunter2@tovplay-postgres:5432/TovPlay"].join(":");
const privateKey = `-----BEGIN EC ${"PRIVATE"} KEY-----\n${random}\n`;

interface Case {
  type?: string;
  inputs: Record<string, unknown>;
}

export const fixtures = fixturesOf<Case>(
  {
    good: {
      "a marked password": { inputs: { name: "app", password: secretValue("hunter2") } },
      "a marked nested key": {
        inputs: { connection: { user: "deploy", privateKey: secretValue(privateKey) } },
      },
      "a host's public key": { inputs: { connection: { hostKey: `ssh-ed25519 ${random}${random}` } } },
      "a file's path": { inputs: { environment: { PASSWORD_FILE: "/run/secrets/password" } } },
      "a secret's path": { inputs: { environment: { SECRET: "/run/secrets/secret" } } },
      "hashes and digests": { inputs: { triggers: ["a1".repeat(32)], image: `sha256:${"b2".repeat(32)}` } },
      "a script": { inputs: { apply: `#!/bin/sh\nread -r password\necho ${random} >/dev/null\n` } },
      "the length of a password": { inputs: { length: 40, special: false } },
      "a secret that was exported without its key": { inputs: { password: "[secret]" } },
    },
    bad: {
      "a password": { inputs: { name: "app", password: "hunter2" }, says: "the secret password" },
      "a provider's token": {
        type: "pulumi:providers:cloudflare",
        inputs: { apiToken: "x" },
        says: "the secret apiToken",
      },
      "a key of AWS": {
        type: "pulumi:providers:aws",
        inputs: { region: "eu-central-1", secretKey: "x" },
        says: "the secret secretKey",
      },
      "a script's setting": {
        inputs: { environment: { DATABASE_PASSWORD: "hunter2" } },
        says: "DATABASE_PASSWORD",
      },
      "a secret in a list": {
        inputs: { connections: [{}, { password: "x" }] },
        says: "connections.1.password",
      },
      "credentials in a URL": { inputs: { triggers: [url] }, says: "triggers.0" },
      "a random value": { inputs: { note: random }, says: "the secret note" },
      "a private key in a file": { inputs: { stdin: privateKey }, says: "the secret stdin" },
    },
  },
  ({ type = "tovplay-host:index:File", inputs }) => [{ type, name: example, inputs }],
);
