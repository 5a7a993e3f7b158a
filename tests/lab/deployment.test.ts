import { afterAll, expect, test } from "vitest";
import { docker, tovrun } from "../stack/tovrun.ts";
import { letsIn, onHost, requestRate, servingImage, superuserSql } from "./host.ts";
import { anotherImage, deployRelease, history, lastRelease } from "./release.ts";
import { knownSecrets, leaks, watchProcesses } from "./secrets.ts";
import { ask } from "./site.ts";

const changes = 6;
const files = "/var/lib/tovplay/files/tovplay-pgbouncer-staging/etc/pgbouncer";
const images: string[] = [];

afterAll(async () => {
  for (const image of images) await docker("rmi", "--force", image);
});

interface Run {
  exitCode?: number | undefined;
  stdout: string;
  stderr: string;
}

/** Output of a run that ended with the expected code. @throws with its last lines otherwise */
function output({ exitCode, stdout, stderr }: Run, code = 0): string {
  if (exitCode === code) return stdout;
  const said = `${stdout}\n${stderr}`.trim().split("\n").slice(-12).join("\n");
  throw new Error(`the run ended with code ${exitCode} instead of ${code}:\n${said}`);
}

test.each(["lab-database", "lab-staging"])("%s is deployed, and a second preview is empty", async (stack) => {
  output(await tovrun("deploy", stack, "--yes"));
  expect(output(await tovrun("preview", stack))).toBe("Nothing to change.");
});

test("the site answers over TLS and HTTP/2, and reaches its database through the pooler", async () => {
  expect(await ask("/")).toMatchObject({ status: 200, body: expect.stringContaining("<html") });
  expect((await ask("/api/health")).status).toBe(200);
  const slot = "$(docker ps --quiet --filter name=^tovplay-backend-staging-)";
  const ready = await onHost("staging", `docker exec ${slot} node dist/health.js`);
  expect(JSON.parse(ready.replace(/^200 /, ""))).toMatchObject({
    status: "ok",
    database: { name: "TovPlay", pooled: true },
  });
});

test("only an environment's own hosts reach its database", async () => {
  expect(await letsIn("database", 22)).toBe(true);
  expect(await letsIn("database", 5432)).toBe(false);
  expect(await letsIn("database", 5433)).toBe(false);
  const reach = (port: number) =>
    onHost(
      "staging",
      `timeout 3 bash -c '</dev/tcp/198.18.0.13/${port}' 2>/dev/null && echo open || echo closed`,
    );
  expect(await reach(5433)).toBe("open");
  expect(await reach(5432)).toBe("closed");
});

test("drift names everything that was changed by hand", async () => {
  await onHost("staging", `for file in ${files}/hba.conf.*; do echo '# by hand' >>"$file"; done`);
  await onHost("staging", "for file in /etc/nginx/tovplay/releases/*/limits.conf; do echo '#' >>$file; done");
  await onHost("staging", "docker rm --force tovplay-pgbouncer-staging");
  const image = await servingImage();
  await onHost(
    "staging",
    `docker rm --force stranger; docker run --detach --name stranger --entrypoint sleep ${image} 3600`,
  );
  await superuserSql('GRANT DELETE ON "Game" TO tovplay_app; REVOKE SELECT ON "Game" FROM tovplay_viewer;');
  await superuserSql("ALTER ROLE tovplay_viewer CREATEDB CONNECTION LIMIT 1;");

  const staging = output(await tovrun("drift", "lab-staging"), changes);
  for (const thing of [
    /changed +File +staging\/tovplay-pgbouncer-staging-\/etc\/pgbouncer\/hba\.conf-file/,
    /changed +Site +staging\/tovplay-site-nginx/,
    /missing +Container +staging\/tovplay-pgbouncer-staging-container/,
    /changed +Grant +tovplay-tables-tovplay_app-select/,
    /changed +Grant +tovplay-tables-tovplay_viewer-select/,
    /unknown +Container +stranger {2}\(on staging\)/,
  ])
    expect(staging).toMatch(thing);
  expect(output(await tovrun("drift", "lab-database"), changes)).toMatch(
    /changed +Role +database\/staging\/tovplay_viewer/,
  );
});

test("the next deployment reverts changes made by hand, and gives no secret to a process on a host", async () => {
  await onHost("staging", "docker rm --force stranger");
  const watch = watchProcesses(["staging", "database"]);
  output(await tovrun("deploy", "lab-database", "--yes"));
  output(await tovrun("deploy", "lab-staging", "--yes"));
  const processes = await watch.end();

  expect(output(await tovrun("drift", "lab-staging"))).toBe(
    "No difference between the hosts and what was deployed.",
  );
  expect(await onHost("staging", `tail -qn 1 ${files}/hba.conf.*`)).not.toContain("by hand");
  const viewer = "FROM pg_roles WHERE rolname = 'tovplay_viewer'";
  expect(await superuserSql(`SELECT rolcreatedb, rolconnlimit > 1 ${viewer}`)).toBe("f|t");
  expect(await superuserSql(`SELECT has_table_privilege('tovplay_app', '"Game"', 'DELETE')`)).toBe("f");
  expect((await ask("/api/health")).status).toBe(200);

  const secrets = await knownSecrets();
  expect(secrets.length).toBeGreaterThan(10);
  expect([...processes].some((text) => text.startsWith("TOVPLAY_ACTOR="))).toBe(true);
  expect(leaks(secrets, processes)).toEqual([]);
});

test("the state contains no secret in clear text", async () => {
  const secrets = await knownSecrets();
  for (const stack of ["lab-database", "lab-staging"]) {
    const state = output(await tovrun("exec", "--", "pulumi", "stack", "export", "--stack", stack));
    expect(state).toContain("ciphertext");
    expect(leaks(secrets, [state]), stack).toEqual([]);
  }
});

test("a rollback restores image and settings of the previous release, and the history records it", async () => {
  const before = await lastRelease();
  const rate = await requestRate();
  const image = await anotherImage(before.appImages.backend);
  images.push(image);
  const changed = {
    ...before,
    settings: { ...before.settings, apiRequestsPerSecond: rate + 7 },
    appImages: { ...before.appImages, backend: image },
  };
  output(await deployRelease(changed));
  expect([await servingImage(), await requestRate()]).toEqual([image, rate + 7]);

  output(await tovrun("rollback", "lab-staging", "--yes"));
  expect([await servingImage(), await requestRate()]).toEqual([before.appImages.backend, rate]);
  expect((await ask("/api/health")).status).toBe(200);
  const releases = (await history()).filter(({ result }) => result === "done").map(({ release }) => release);
  expect(releases.slice(-2)).toEqual([changed, before]);

  output(await tovrun("deploy", "lab-staging", "--yes"));
  expect(output(await tovrun("preview", "lab-staging"))).toBe("Nothing to change.");
});
