import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HealthFiles } from "../../../infra/host/health-files.ts";
import type { LogStoreKind } from "../../../infra/monitoring/log-store-kinds.ts";
import { logStore } from "../../../stacks/log-store.ts";
import { type Deployment, deployment } from "../testing/deployment.ts";
import { freePort } from "../testing/free-port.ts";
import { buildOnDebian } from "../testing/images.ts";

/** Runs with the arguments and the health check of either log store; without bash, the latter asks wget. Ends at once when it is told to. */
const standIn = `ARG BASE
FROM $BASE
RUN rm /bin/bash && ln -s /bin/true /usr/bin/loki && ln -s /bin/true /usr/bin/wget
ENTRYPOINT ["sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"]
`;

const network = `scratch-conformance-${randomUUID().slice(0, 8)}`;
let stack: Deployment;
let image: string;
let port: number;
let filesDirectory: string;

beforeAll(async () => {
  image = await buildOnDebian(standIn);
  port = await freePort("127.0.0.1");
  filesDirectory = await mkdtemp(join(tmpdir(), `${network}-`));
  await execa("docker", ["network", "create", network]);
  stack = await deployment("log-store");
});

afterAll(async () => {
  await stack?.close();
  await execa("docker", ["network", "rm", network], { reject: false });
  await rm(filesDirectory, { recursive: true, force: true });
});

const nameOf = (kind: LogStoreKind) => `${network}-${kind}`;

function program(kind: LogStoreKind) {
  return async () => {
    const before = [new HealthFiles(`${network}-health`, { filesDirectory })];
    const context = { stack: network, filesDirectory, running: true, before };
    const where = { context, image, networks: [network], data: network, published: { outside: port } };
    logStore(kind, nameOf(kind), where);
  };
}

test.each(["loki", "victorialogs", "loki"] as const)(
  "%s takes the port of the log store that was deployed before it",
  async (kind) => {
    await stack.up(program(kind));
    const { stdout } = await execa("docker", [
      "ps",
      "--filter",
      `network=${network}`,
      "--format",
      "{{.Names}}",
    ]);
    expect(stdout).toBe(nameOf(kind));
    expect(await stack.preview(program(kind))).toEqual([]);
  },
);
