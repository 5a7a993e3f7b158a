import { randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createArguments } from "../../../infra/application/release-arguments.ts";
import { type HealthCheck, healthSettings, httpCheck } from "../../../infra/container/settings.ts";
import { healthMounts } from "../../../infra/host/health-files.ts";
import { script } from "../../../infra/host/script.ts";
import { buildOnDebian } from "../testing/images.ts";
import { until } from "../testing/until.ts";

/** Answers what /dev/shm/answer says; after six seconds of hard work when that is `busy`. Counts its answers in /dev/shm/answered. */
const server = `use IO::Socket::INET;
$SIG{PIPE} = "IGNORE";
$server = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 8080, Listen => 9) or die;
while ($client = $server->accept) {
  while (<$client>) { last if /^\\r?$/ }
  open $file, "/dev/shm/answer"; $answer = <$file>; chomp $answer;
  if ($answer eq "busy") { $end = time + 6; 1 while time < $end; $answer = "200 OK" }
  print $client "HTTP/1.0 $answer\\r\\n\\r\\nmade up";
  close $client;
  open $file, ">>/dev/shm/answered"; print $file "."; close $file;
}`;

/** In place of Busybox. */
const withoutBash = `ARG BASE
FROM $BASE
RUN rm /bin/bash && printf '#!/bin/sh\\ngrep -q 200 /dev/shm/answer' >/usr/bin/wget && chmod +x /usr/bin/wget
`;

const name = `scratch-conformance-${randomUUID().slice(0, 8)}`;
const images: Record<"bash" | "busybox", string> = { bash: "", busybox: "" };
let folder: string;

beforeAll(async () => {
  images.bash = await buildOnDebian("ARG BASE\nFROM $BASE\n");
  images.busybox = await buildOnDebian(withoutBash);
  folder = await mkdtemp(join(tmpdir(), "health-"));
  await chmod(folder, 0o755);
  for (const { source } of healthMounts(folder)) {
    await mkdir(dirname(source), { recursive: true });
    const file = source.includes("watch.sh") ? "watch" : "health";
    await writeFile(source, script(`host/${file}`), { mode: 0o644 });
  }
});

afterEach(() => execa("docker", ["rm", "--force", name], { reject: false }));
afterAll(() => rm(folder, { recursive: true, force: true }));

const docker = async (...args: string[]) => (await execa("docker", args)).stdout.trim();
const answer = (text: string) => docker("exec", name, "sh", "-c", `echo '${text}' >/dev/shm/answer`);
const status = () => docker("inspect", "--format", "{{.State.Health.Status}}", name);
const said = () =>
  docker("inspect", "--format", "{{range .State.Health.Log}}{{println .ExitCode .Output}}{{end}}", name);
const becomes = (wanted: string) => until(wanted, async () => (await status()) === wanted, 60);
const answered = () => docker("exec", name, "sh", "-c", "wc -c </dev/shm/answered");

async function start(kind: "bash" | "busybox", check: HealthCheck): Promise<void> {
  const command = ["perl", "-e", server.replaceAll("\n", " ")];
  const made = healthSettings({ startSeconds: 1, ...check });
  const healthcheck = { ...made, tests: made.tests.map(String) };
  const settings = { name, image: images[kind], command, mounts: healthMounts(folder), healthcheck };
  await docker(
    "run",
    "--detach",
    "--name",
    name,
    "--user",
    "10001",
    "--read-only",
    ...createArguments(settings),
  );
}

test.each(["bash", "busybox"] as const)(
  "a container is healthy once it answers, and unhealthy when it answers wrongly (%s)",
  async (kind) => {
    await start(kind, httpCheck(8080, "/health"));
    await becomes("unhealthy");
    await answer("200 OK");
    await becomes("healthy");
    await answer("503 out of order");
    await becomes("unhealthy");
    await answer("200 OK");
    await becomes("healthy");
  },
);

test("what a program answers is kept as the reason", async () => {
  await start("bash", httpCheck(8080, "/health"));
  await answer("200 OK");
  await becomes("healthy");
  await answer("503 out of order");
  await becomes("unhealthy");
  expect(await said()).toContain("1 503 made up");
});

test("a program that stands still is unhealthy, and healthy again as soon as it goes on", async () => {
  await start("bash", httpCheck(8080, "/health"));
  await answer("200 OK");
  await becomes("healthy");
  await docker("kill", "--signal", "STOP", name);
  await becomes("unhealthy");
  expect(await said()).toContain("1 no answer, and the program does nothing");
  await docker("kill", "--signal", "CONT", name);
  await becomes("healthy");
  // The first process of this container waits for none that is left to it.
  expect(await docker("exec", name, "sh", "-c", "grep -l '^State:.Z' /proc/[0-9]*/status || echo none")).toBe(
    "none",
  );
});

test("a program that is slow because it works stays healthy", async () => {
  await start("bash", httpCheck(8080, "/health"));
  await answer("200 OK");
  await becomes("healthy");
  await answer("busy");
  const before = Number(await answered());
  await until("three slow answers", async () => Number(await answered()) >= before + 3, 90);
  expect(await status()).toBe("healthy");
  expect(await said()).not.toContain("1 ");
});

test("a program that was restarted has to prove itself by a closer look, as if the one before it had not been healthy", async () => {
  await start("bash", { look: ["test", "-e", "/dev/shm/good"], first: ["test", "-e", "/dev/shm/better"] });
  await docker("exec", name, "touch", "/dev/shm/good", "/dev/shm/better");
  await becomes("healthy");
  await docker("exec", name, "rm", "/dev/shm/better");
  await docker("restart", "--time", "0", name);
  await becomes("unhealthy");
  await docker("exec", name, "touch", "/dev/shm/better");
  await becomes("healthy");
});
