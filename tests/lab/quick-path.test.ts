import { afterAll, beforeAll, expect, test } from "vitest";
import { type CheckoutCopy, copyCheckout } from "../stack/checkout-copy.ts";
import { tovrun } from "../stack/tovrun.ts";
import { onHost, requestRate, servingImage } from "./host.ts";
import { history, lastRelease } from "./release.ts";
import { ask } from "./site.ts";
import { whileVisited } from "./visitor.ts";

const deploy = ["deploy", "lab-staging", "--yes"];
const onlyBackend = [...deploy, "--only", "backend"];
const settings = "Pulumi.lab-staging.yaml";

let copy: CheckoutCopy;

beforeAll(async () => {
  copy = copyCheckout();
  // The second one finds nothing to do, and remembers that.
  for (const _ of [1, 2]) expect((await copy.tovrun(deploy)).exitCode).toBe(0);
});

afterAll(async () => {
  copy.remove();
  expect((await tovrun(...deploy)).exitCode).toBe(0);
});

/** Changes the backend, so that its image is another one. */
function changeBackend() {
  copy.edit(
    "app/backend/src/plugins/response-headers.ts",
    '"cache-control":',
    `"x-trial": "${Date.now()}", "cache-control":`,
  );
}

test("the backend is deployed alone, no visitor notices, and nothing is left for the next deployment", async () => {
  const before = await lastRelease();
  const image = await servingImage();
  changeBackend();
  const { result, failures } = await whileVisited(() => copy.tovrun(onlyBackend));
  expect(result.exitCode, result.all).toBe(0);
  expect(failures).toEqual([]);
  const now = await servingImage();
  expect(now).not.toBe(image);
  expect((await history()).at(-1)).toMatchObject({
    result: "done",
    release: { ...before, appImages: { ...before.appImages, backend: now } },
  });
  expect((await copy.tovrun(["preview", "lab-staging"])).stdout).toBe("Nothing to change.");
});

test("a setting of another service waits for its own deployment, and the history does not claim it", async () => {
  const rate = await requestRate();
  const before = await lastRelease();
  changeBackend();
  copy.edit(settings, `apiRequestsPerSecond: "${rate}"`, `apiRequestsPerSecond: "${rate + 1}"`);
  expect((await copy.tovrun(onlyBackend)).exitCode).toBe(0);
  expect(await requestRate()).toBe(rate);
  expect((await lastRelease()).settings).toEqual(before.settings);
  expect((await copy.tovrun([...deploy, "--only", "site"])).exitCode).toBe(0);
  expect(await requestRate()).toBe(rate + 1);
  expect((await copy.tovrun(["preview", "lab-staging"])).stdout).toBe("Nothing to change.");
});

test("a name that is no service is answered with those that there are", async () => {
  const { exitCode, stderr } = await copy.tovrun([...deploy, "--only", "bakend"]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(
    /there is no service 'bakend' in lab-staging; there are backend-staging, frontend, pgbouncer-staging, site/,
  );
});

test("a release that never becomes healthy leaves the earlier one serving, also when it comes alone", async () => {
  const health = "app/backend/src/health/routes.ts";
  copy.edit(health, '"ok" ? 200 : 503', '"ok" ? 500 : 503');
  const { result, failures } = await whileVisited(() => copy.tovrun(onlyBackend));
  copy.edit(health, '"ok" ? 500 : 503', '"ok" ? 200 : 503');
  expect(result.exitCode).toBe(1);
  expect(String(result.stderr)).toMatch(/is unhealthy .*the earlier release goes on serving/);
  expect(failures).toEqual([]);
  expect((await copy.tovrun(deploy)).exitCode).toBe(0);
});

test("an unchanged deployment asks the hosts and not the engine, until something was changed by hand", async () => {
  expect((await copy.tovrun(deploy)).exitCode).toBe(0);
  expect((await copy.tovrun(deploy)).stderr).toContain("all as deployed");
  await onHost("staging", "docker rm --force tovplay-pgbouncer-staging");
  const { stderr, exitCode } = await copy.tovrun(deploy);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("left to the engine");
  expect((await ask("/api/health")).status).toBe(200);
});
