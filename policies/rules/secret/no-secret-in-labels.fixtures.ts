import { containerFixtures } from "../../testing/fixtures.ts";

const label = (name: string, value: string) => ({ labels: [{ label: name, value }] });
// Joined here, so that no scanner reports a fixture as a leak.
const random = ["Zk3vQ9", "tR7xLm", "2WpB8n", "Yc5HsD"].join("");

export const fixtures = containerFixtures({
  good: {
    "no label": { labels: undefined },
    "a service": label("org.tovplay.service", "tovplay-backend"),
    "the hash of a configuration": label("org.tovplay.configuration", "a1".repeat(32)),
    "an exception from a rule about secrets": label(
      "org.tovplay.exception.no-secret-in-environment",
      "the program reads nothing else; until 9999-12-31",
    ),
  },
  bad: {
    "a label named like a token": { ...label("com.example.api-token", "x"), says: "com.example.api-token" },
    "a label named like a password": { ...label("PASSWORD", "hunter2"), says: "its label PASSWORD" },
    "a random value": { ...label("com.example.note", random), says: "com.example.note" },
    "a private key": {
      ...label("com.example.note", `-----BEGIN ${"PRIVATE"} KEY-----`),
      says: "com.example.note",
    },
  },
});
