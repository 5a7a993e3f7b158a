import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../conformance/testing/until.ts";
import { type CheckoutCopy, copyCheckout } from "./checkout-copy.ts";
import { queryAs } from "./database.ts";
import { siteUrl, tovrun } from "./tovrun.ts";

const settings = "Pulumi.local.yaml";
const headers = "app/backend/src/plugins/response-headers.ts";

let copy: CheckoutCopy;

beforeEach(() => {
  copy = copyCheckout();
});

afterEach(() => copy.remove());

/** The last line of standard error: the one sentence that a person reads. */
function sentence({ stderr }: { stderr?: unknown }): string {
  return String(stderr).trim().split("\n").at(-1) ?? "";
}

/** Some change that makes an `up` of the copy take a while. */
function changeBackend() {
  copy.edit(headers, '"cache-control":', `"x-copy": "${Date.now()}", "cache-control":`);
}

async function expectWorkingSite() {
  const up = await tovrun("up", "--yes");
  // Compared together, so that a failure shows the sentence.
  expect({ exitCode: up.exitCode, said: sentence(up) }).toEqual({ exitCode: 0, said: expect.any(String) });
  expect((await fetch(`${siteUrl}/api/health`)).status).toBe(200);
  expect((await tovrun("preview")).exitCode).toBe(0);
}

test.each([
  { what: "an invalid port", before: "nginx: 8080", after: "nginx: 80800", names: /ports\.nginx/ },
  {
    what: "a missing setting",
    before: "  tovplay:publicUrl: http://127.0.0.1:8080\n",
    after: "",
    names: /publicUrl/,
  },
  {
    what: "an unknown setting",
    before: "    nginx: 8080",
    after: "    nginx: 8080\n    ngnix: 1",
    names: /ngnix/,
  },
  { what: "a file that is not YAML", before: "config:", after: "config: [", names: /Pulumi\.local\.yaml/ },
])("$what is refused in one sentence that names it", async ({ before, after, names }) => {
  copy.edit(settings, before, after);
  const run = await copy.tovrun(["preview"]);
  expect(run.exitCode).not.toBe(0);
  expect(sentence(run)).toMatch(names);
});

test("a port in use is refused with the name of its process, and nothing changes", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  copy.edit(settings, "    nginx: 8080", `    nginx: ${port}`);
  const run = await copy.tovrun(["up", "--yes"]);
  server.close();
  expect(run.exitCode).toBe(3);
  expect(sentence(run)).toContain(String(port));
  expect(sentence(run)).toMatch(new RegExp(`node|${process.pid}`));
  expect((await fetch(`${siteUrl}/api/health`)).status).toBe(200);
});

test("an up without a reachable Docker engine fails with one sentence", async () => {
  const run = await copy.tovrun(["up", "--yes"], { env: { DOCKER_HOST: "unix:///nonexistent/docker.sock" } });
  expect(run.exitCode).toBe(3);
  expect(sentence(run)).toMatch(/Docker/);
});

test("a stack that does not exist is reported by name", async () => {
  const pulumi = ["exec", "--", "pulumi", "--non-interactive", "preview", "--stack", "staging"];
  const run = await copy.tovrun(pulumi);
  expect(run.exitCode).not.toBe(0);
  expect(String(run.all)).toMatch(/no stack (named )?'?"?staging/);
});

test("a second up at the same time is told who holds the stack's lock, and the first completes", async () => {
  changeBackend();
  const first = copy.tovrun(["up", "--yes"]);
  // It has the lock when it says what it does.
  await new Promise((resolve) => first.all?.once("data", resolve));
  const second = await tovrun("up", "--yes");
  expect(second.exitCode).toBe(4);
  expect(sentence(second)).toMatch(/\d+/);
  expect((await first).exitCode).toBe(0);
  await expectWorkingSite();
});

test.each([
  { signal: "SIGINT", exitCode: 130, after: 7000 },
  { signal: "SIGKILL", exitCode: undefined, after: 7000 },
  { signal: "SIGKILL", exitCode: undefined, after: 16_000 },
] as const)(
  "an up ended by $signal after $after ms can be run again",
  async ({ signal, exitCode, after }) => {
    const [before] = await queryAs("tovplay_viewer", 'SELECT count(*) AS games FROM "Game"');
    changeBackend();
    const run = copy.tovrun(["up", "--yes"], { detached: true });
    await sleep(after);
    // It may already have finished.
    if (run.pid !== undefined && run.nodeChildProcess.exitCode === null)
      process.kill(signal === "SIGINT" ? run.pid : -run.pid, signal);
    const ended = await run;
    if (exitCode !== undefined && ended.exitCode !== 0) expect(ended.exitCode).toBe(exitCode);
    await expectWorkingSite();
    const [now] = await queryAs("tovplay_viewer", 'SELECT count(*) AS games FROM "Game"');
    expect(now).toEqual(before);
  },
);

test("an image that never becomes healthy is reported with its last output, and the next up restores the old one", async () => {
  copy.edit(
    "app/backend/src/server.ts",
    'await orExplain("backend", serve)',
    'throw new Error("broken on purpose")',
  );
  const run = await copy.tovrun(["up", "--yes"]);
  expect(run.exitCode).not.toBe(0);
  expect(sentence(run)).toContain("tovplay-backend");
  expect(String(run.all)).toContain("broken on purpose");
  await expectWorkingSite();
});

test("an image that cannot be built is reported with the build's output, and the site keeps running", async () => {
  copy.edit("app/backend/Dockerfile", "RUN node", "RUN echo 'cannot be built on purpose' && false && node");
  const run = await copy.tovrun(["up", "--yes"]);
  expect(run.exitCode).not.toBe(0);
  expect(String(run.all)).toContain("cannot be built on purpose");
  expect((await until("an answer", () => fetch(`${siteUrl}/api/health`), 10)).status).toBe(200);
});
