import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { certificate } from "../../lab/authority.ts";
import { hostNamed } from "../../lab/hosts.ts";
import { until } from "../conformance/testing/until.ts";
import { type CheckoutCopy, copyCheckout } from "../stack/checkout-copy.ts";
import { tovrun } from "../stack/tovrun.ts";
import { ask } from "./site.ts";
import { whileVisited } from "./visitor.ts";

const settings = "Pulumi.lab-staging.yaml";
const deploy = ["deploy", "lab-staging", "--yes"];

let copy: CheckoutCopy;

beforeEach(() => {
  copy = copyCheckout();
});

afterEach(() => copy.remove());

afterAll(async () => {
  await tovrun("lab", "run", "restore", "--host", "staging");
  expect((await tovrun(...deploy)).exitCode).toBe(0);
  expect((await tovrun("preview", "lab-staging")).exitCode).toBe(0);
});

/** What a person reads: the last line of standard error. */
function sentence({ stderr }: { stderr?: unknown }): string {
  return String(stderr).trim().split("\n").at(-1) ?? "";
}

/** Changes something that the next deployment of the copy has to bring to the host. */
function changeSetting() {
  copy.edit(settings, 'apiRequestsPerSecond: "', 'apiRequestsPerSecond: "1');
}

/** A certificate as the settings hold it. */
function inSettings(validity: "valid" | "expired"): string {
  const lines = certificate(hostNamed("staging"), validity).trim().split("\n");
  return lines.map((line) => `    ${line}`).join("\n");
}

test.each([
  {
    what: "a release that never becomes healthy",
    edit: () => copy.edit("app/backend/src/health/routes.ts", '"ok" ? 200 : 503', '"ok" ? 500 : 503'),
    says: /is unhealthy \(its last output: 500 .*the earlier release goes on serving, fix the image or its settings/,
  },
  {
    what: "a broken template",
    edit: () => copy.edit("templates/nginx/site/server.conf", "  http2 on;", "  http4 on;"),
    says: /nginx refuses the new site \(unknown directive "http4" in server\.conf:\d+\); fix its template/,
  },
  {
    what: "an expired certificate",
    edit: () => copy.edit(settings, inSettings("valid"), inSettings("expired")),
    says: /the certificate for staging\.tovplay\.org expired on .*; renew it, then deploy again: nothing was changed/,
  },
])("$what ends a deployment with one sentence, and no visitor notices", async ({ edit, says }) => {
  edit();
  const { result, failures } = await whileVisited(() => copy.tovrun(deploy));
  expect(result.exitCode).toBe(1);
  expect(sentence(result)).toMatch(says);
  expect(failures).toEqual([]);
});

test("a deployment to an unreachable host fails with one sentence, and the next one succeeds", async () => {
  changeSetting();
  await tovrun("lab", "run", "cut", "--host", "staging");
  const result = await copy.tovrun(deploy);
  await tovrun("lab", "run", "restore", "--host", "staging");
  expect(result.exitCode).toBe(1);
  expect(sentence(result)).toMatch(
    /198\.18\.0\.12 does not answer over SSH; check that it is running and reachable from here, then run this again$/,
  );
  await until("an answer of the site", async () => (await ask("/api/health")).status === 200, 60);
  expect((await copy.tovrun(deploy)).exitCode).toBe(0);
});

test("a second deployment is told who is deploying, and no visitor notices either", async () => {
  changeSetting();
  const { result, failures } = await whileVisited(async () => {
    const first = copy.tovrun(deploy);
    const second = await until(
      "a second deployment that is refused",
      async () => {
        const run = await tovrun(...deploy, "--wait", "1");
        return run.exitCode === 4 && run;
      },
      60,
    );
    return { first: await first, second };
  });
  expect(result.first.exitCode).toBe(0);
  expect(sentence(result.second)).toMatch(
    /the stack is locked by \.\/tovrun deploy lab-staging \(process \d+ on \S+, since [\d:]+\); wait for it to finish/,
  );
  expect(failures).toEqual([]);
});
