import { expect, test } from "vitest";
import { z } from "zod";
import { serverSettings } from "../../app/backend/src/settings.ts";
import { programEnvironment } from "../container/environment.ts";
import { type Channels, channelParts } from "./channels.ts";

const all: Channels = {
  mail: {
    host: "smtp.example.org",
    port: 587,
    user: "tovplay",
    password: "mail",
    from: "TovPlay <hello@example.org>",
  },
  mailFolder: "/tmp/mail",
  discord: {
    applicationId: "100000000000000001",
    publicKey: "0".repeat(64),
    guildId: "100000000000000002",
    token: "token",
    clientSecret: "client",
  },
  push: { publicKey: "A".repeat(87), subject: "mailto:hello@example.org", privateKey: "push" },
};

test("nothing that is not set reaches the backend", () => {
  expect(channelParts({})).toEqual({ environment: {}, files: {} });
});

test("every channel is given in names that the backend reads, and its secrets in files only", () => {
  const { environment, files } = channelParts(all);
  const optional = Object.fromEntries(Object.entries(serverSettings).filter(([name]) => name in environment));
  expect(programEnvironment("the backend", optional, environment)).toEqual(environment);
  expect(Object.values(files)).toEqual(["mail", "token", "client", "push"]);
  const named = Object.entries(environment).filter(([name]) => name.endsWith("_FILE"));
  expect(named.map(([, path]) => path).sort()).toEqual(Object.keys(files).sort());
  for (const [name, value] of Object.entries(environment))
    if (!name.endsWith("_FILE"))
      expect(z.safeParse(serverSettings[name as keyof typeof serverSettings], value).success, name).toBe(
        true,
      );
});
