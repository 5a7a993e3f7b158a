import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { writeCredentials } from "../../.github/actions/reach-hosts/credentials.ts";
import { inCheckout } from "../../paths.ts";
import { commands } from "../commands.ts";
import { hostStacks } from "../hosts/stacks.ts";

type Fields = Record<string, unknown>;

interface Step extends Fields {
  uses?: string;
  run?: string;
  with?: Fields;
  env?: Fields;
}

interface Job extends Fields {
  if?: string;
  uses?: string;
  steps?: readonly Step[];
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
}

const names = readdirSync(inCheckout(".github", "workflows"));
const texts = new Map(
  names.map((name) => [name, readFileSync(inCheckout(".github", "workflows", name), "utf8")]),
);
const action = readFileSync(inCheckout(".github", "actions", "reach-hosts", "action.yml"), "utf8");

function jobsOf(name: string): [string, Job][] {
  return Object.entries<Job>(parse(texts.get(name) ?? "").jobs);
}

const jobs = names.flatMap((file) =>
  jobsOf(file).map(([name, job]): [string, Job] => [`${file}: ${name}`, job]),
);
const stepsOf = (job: Job) => job.steps ?? [];
const steps = [...jobs.flatMap(([, job]) => stepsOf(job)), ...(parse(action).runs.steps as Step[])];

test("every action is pinned by its commit, and there are three", () => {
  const lines = [...texts.values(), action].flatMap((text) => text.match(/uses: .*/g) ?? []);
  const foreign = lines.filter((line) => !line.includes("uses: ./"));
  for (const line of foreign) expect(line).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  expect(new Set(foreign.map((line) => /actions\/[a-z-]+@\S+/.exec(line)?.[0])).size).toBe(3);
  for (const line of lines.filter((each) => !foreign.includes(each)))
    expect(existsSync(inCheckout(line.replace("uses: ./", "")))).toBe(true);
});

test("no workflow runs a pull request's code with more rights than the pull request has", () => {
  for (const text of texts.values()) expect(text).not.toMatch(/pull_request_target|workflow_run|write-all/);
});

test.each(names)("%s may read and nothing else, unless a job says more", (name) => {
  expect(parse(texts.get(name) ?? "").permissions).toEqual({ contents: "read" });
});

test("only the comment's jobs may write, and only to pull requests", () => {
  const writing = jobs.filter(([, { permissions }]) =>
    Object.entries(permissions ?? {}).some(([scope, right]) => right === "write" && scope !== "id-token"),
  );
  expect(writing.map(([name, { permissions }]) => [name, permissions?.["pull-requests"]])).toEqual([
    ["preview.yml: preview", "write"],
    ["preview.yml: withdraw", "write"],
  ]);
});

test.each(jobs.filter(([, job]) => job.steps))(
  "%s ends in time and keeps no credentials of git",
  (_, job) => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    for (const step of stepsOf(job).filter(({ uses }) => uses?.startsWith("actions/checkout@")))
      expect(step.with?.["persist-credentials"]).toBe(false);
  },
);

test("nothing that somebody else may choose is pasted into a script", () => {
  for (const { run } of steps) expect(run ?? "").not.toContain("${{");
});

test("a job of a pull request that gets secrets or writes is none of a fork's", () => {
  const guarded = jobsOf("preview.yml").filter(([, job]) => /secrets\.|"write"/.test(JSON.stringify(job)));
  expect(guarded.map(([name]) => name)).toEqual(["preview", "withdraw"]);
  for (const [, job] of guarded) expect(job.if).toContain("!github.event.pull_request.head.repo.fork &&");
});

test("the token of GitHub is given to the summary alone", () => {
  const given = steps.filter(({ env }) => JSON.stringify(env ?? {}).includes("github.token"));
  expect(given.length).toBeGreaterThan(0);
  for (const { run } of given) expect(run).toMatch(/^\.\/tovrun summary /);
});

test.each(jobs.filter(([name, job]) => job.environment !== undefined && !name.startsWith("deploy-stack")))(
  "%s is the only one of its kind on its stack",
  (_, job) => {
    expect(job.concurrency?.group).toMatch(/^\w+-\$\{\{ matrix\.stack \}\}/);
  },
);

test("one deployment at a time changes a stack, and none is cut off; the database comes before production", () => {
  const deployments = Object.fromEntries(jobsOf("deploy.yml"));
  expect(Object.keys(deployments).sort()).toEqual([...hostStacks].sort());
  for (const [stack, job] of Object.entries(deployments)) {
    expect(job.with).toEqual({ stack });
    expect(job.concurrency).toEqual({ group: `deploy-${stack}`, "cancel-in-progress": false });
  }
  expect(deployments.production?.needs).toBe("database");
  expect(deployments.production?.if).toContain("!failure()");
});

test("the deployment itself waits for its own environment, and for a preview that found changes", () => {
  const { change, deploy } = Object.fromEntries(jobsOf("deploy-stack.yml"));
  expect(change?.environment).toMatch(/^preview-\$\{\{ inputs\.stack \}\}$/);
  expect(deploy?.environment).toMatch(/^\$\{\{ inputs\.stack \}\}$/);
  expect(deploy).toMatchObject({ needs: "change", if: "needs.change.outputs.changes == 'true'" });
});

test("drift looks at every stack of hosts", () => {
  expect(jobsOf("drift.yml")[0]?.[1].strategy).toMatchObject({ matrix: { stack: [...hostStacks] } });
});

const calls = [...texts.values()].flatMap((text) => [...text.matchAll(/\.\/tovrun (\w+)([^\n|>]*)/g)]);

test.each([...new Set(calls.map(([call]) => call.trim()))])(
  "%s is a command with these options",
  async (call) => {
    const [, name = "", rest = ""] = /^\.\/tovrun (\w+)(.*)$/.exec(call) ?? [];
    const command = new Command(name);
    (await commands.find((entry) => entry.name === name)?.load())?.configure(command);
    const known = command.options.map(({ long }) => long);
    expect(known).toEqual(expect.arrayContaining(rest.match(/--[a-z-]+/g) ?? []));
  },
);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tovplay-credentials-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const environment = (more: Record<string, string>) => ({
  RUNNER_TEMP: folder,
  GITHUB_ENV: join(folder, "environment"),
  BACKEND: "s3://state.example.org",
  ...more,
});
const told = () => readFileSync(join(folder, "environment"), "utf8");

test("key and passphrase become files that nobody else can read", async () => {
  await writeCredentials(environment({ SSH_KEY: "line one\nline two\n\n", PASSPHRASE: "a b" }));
  expect(told()).toBe(
    `PULUMI_BACKEND_URL=s3://state.example.org\nTOVPLAY_SSH_KEY_FILE=${folder}/ssh-key\nPULUMI_CONFIG_PASSPHRASE_FILE=${folder}/passphrase\n`,
  );
  expect(readFileSync(join(folder, "ssh-key"), "utf8")).toBe("line one\nline two\n");
  expect(readFileSync(join(folder, "passphrase"), "utf8")).toBe("a b");
  for (const file of ["ssh-key", "passphrase"]) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test("what is not set is not there, so that it does not count as empty", async () => {
  await writeCredentials(environment({ SSH_KEY: "", PASSPHRASE: "", AWS_ROLE: "" }));
  expect(told()).toBe("PULUMI_BACKEND_URL=s3://state.example.org\n");
});

test.each(["", "file:///home/runner/state"])(
  "the backend %j would forget what was deployed, and is refused",
  async (BACKEND) => {
    await expect(writeCredentials(environment({ BACKEND, SSH_KEY: "x" }))).rejects.toThrow(
      /PULUMI_BACKEND_URL .* is missing/,
    );
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("AWS is reached with a token of GitHub for this job, not with a stored key", async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url, request.headers.authorization);
    response.end(JSON.stringify({ value: "signed-by-github" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const identity = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?version=1`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-the-job",
  };
  try {
    await writeCredentials(environment({ AWS_ROLE: "arn:aws:iam::000000000000:role/deploy", ...identity }));
  } finally {
    server.closeAllConnections();
    server.close();
  }
  expect(asked).toEqual(["/token?version=1&audience=sts.amazonaws.com", "Bearer of-the-job"]);
  expect(readFileSync(join(folder, "identity"), "utf8")).toBe("signed-by-github");
  expect(told()).toContain(`AWS_WEB_IDENTITY_TOKEN_FILE=${folder}/identity\nAWS_ROLE_ARN=arn:aws:iam`);
});

test("a job without the right to prove its identity is told so", async () => {
  const failing = writeCredentials(environment({ AWS_ROLE: "arn:aws:iam::000000000000:role/deploy" }));
  await expect(failing).rejects.toThrow(/give it the permission id-token: write/);
});
