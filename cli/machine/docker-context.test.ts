import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { configuredEngine } from "./docker-context.ts";

const folders = {
  chosen: configured('{"currentContext":"colima"}'),
  broken: configured("{"),
  none: "/nowhere",
};
afterAll(() => {
  for (const folder of [folders.chosen, folders.broken]) rmSync(folder, { recursive: true });
});

function configured(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tovplay-docker-"));
  writeFileSync(join(folder, "config.json"), text);
  return folder;
}

test.each([
  ["nothing", { DOCKER_CONFIG: folders.none }, undefined],
  ["a file that cannot be read", { DOCKER_CONFIG: folders.broken }, undefined],
  ["the default context", { DOCKER_CONTEXT: "default", DOCKER_CONFIG: folders.chosen }, undefined],
  [
    "this machine's own socket",
    { DOCKER_HOST: "unix:///var/run/docker.sock", DOCKER_CONTEXT: "x" },
    undefined,
  ],
  [
    "an address",
    { DOCKER_HOST: "tcp://192.0.2.1:2375", DOCKER_CONTEXT: "x" },
    "DOCKER_HOST=tcp://192.0.2.1:2375",
  ],
  ["a context", { DOCKER_CONTEXT: "x", DOCKER_CONFIG: folders.chosen }, "the context 'x' (DOCKER_CONTEXT)"],
  [
    "the context of Docker's own file",
    { DOCKER_CONFIG: folders.chosen },
    `the context 'colima' (${folders.chosen}/config.json)`,
  ],
])("with %s configured, the engine elsewhere is named right", (_, env, setting) => {
  expect(configuredEngine(env)?.setting).toBe(setting);
});
