import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inCheckout } from "../../paths.ts";
import { exitCodes } from "../terminal/exit.ts";
import { doubleToken, GitHubDouble } from "./testing/github-double.ts";
import { recorded } from "./testing/recorded.ts";

// Each of them starts Node once or twice.
vi.setConfig({ testTimeout: 60_000 });

let gitHub: GitHubDouble;
let folder: string;
beforeEach(async () => {
  gitHub = new GitHubDouble();
  await gitHub.start();
  folder = mkdtempSync(join(tmpdir(), "tovplay-summary-"));
  writeFileSync(
    join(folder, "event.json"),
    JSON.stringify({ pull_request: { number: 7, head: { sha: "a".repeat(40) } } }),
  );
});
afterEach(async () => {
  await gitHub.close();
  rmSync(folder, { recursive: true });
});

/** What GitHub sets in a run for a pull request. */
function workflow(more: Record<string, string> = {}): Record<string, string> {
  return {
    GITHUB_API_URL: gitHub.url,
    GITHUB_SERVER_URL: "https://github.example.org",
    GITHUB_REPOSITORY: "octo/repo",
    GITHUB_RUN_ID: "42",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
    GITHUB_OUTPUT: join(folder, "output"),
    GITHUB_TOKEN: doubleToken,
    ...more,
  };
}

function run(args: string[], input = "", env: Record<string, string> = {}) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("GITHUB_")));
  return execa(inCheckout("tovrun"), ["summary", ...args], {
    input,
    env: { ...clean, ...env },
    extendEnv: false,
    reject: false,
  });
}

const written = (file: string) => readFileSync(join(folder, file), "utf8");

test("tells a plan that it is given, as text", async () => {
  const { stdout, exitCode } = await run([], recorded("release.jsonl"));
  expect(exitCode).toBe(exitCodes.ok.code);
  expect(stdout).toMatch(/^Preview of local: 6 changes, downtime of tovplay-backend/);
});

test("writes comment, job summary and output in a workflow, and the comment again in its place", async () => {
  const args = ["--stack", "local", "--comment", "--job-summary"];
  const { stderr, exitCode } = await run(args, recorded("release.jsonl"), workflow());
  expect({ stderr, exitCode }).toEqual({ stderr: "comment of local: created", exitCode: exitCodes.ok.code });
  expect(gitHub.comments.map(({ body }) => body)).toEqual([
    expect.stringMatching(/^<!-- tovplay-preview: local -->\n### Preview of `local`: 6 changes/),
  ]);
  expect(gitHub.comments[0]?.body).toContain("(<https://github.example.org/octo/repo/actions/runs/42>)");
  expect(written("summary.md")).toContain("### Preview of `local`: 6 changes");
  expect(written("output")).toBe("changes=true\n");
  await run(args, recorded("unchanged.json"), workflow());
  expect(gitHub.comments.map(({ body }) => body)).toEqual([expect.stringContaining("nothing to change")]);
  expect(written("output")).toBe("changes=true\nchanges=false\n");
});

test.each([
  ["a token that may not write", doubleToken, { status: 403 }],
  ["no token", "", undefined],
])("with %s the job's summary has it", async (_, token, refusal) => {
  gitHub.refuse = (request) => (request.startsWith("POST") ? refusal : undefined);
  const { stderr, exitCode } = await run(
    ["--comment"],
    recorded("release.jsonl"),
    workflow({ GITHUB_TOKEN: token }),
  );
  expect(stderr).toBe("comment of local: not allowed here, so the job's summary has it");
  expect(exitCode).toBe(exitCodes.ok.code);
  expect(written("summary.md")).toContain("### Preview of `local`");
  expect(gitHub.comments).toEqual([]);
});

test.each([
  ["refused.jsonl", exitCodes.policy.code, /refused by 1 policy/],
  ["failed.jsonl", exitCodes.failed.code, /the preview failed/],
])("%s is told, then fails the job with %i", async (file, code, words) => {
  const { exitCode } = await run(["--comment"], recorded(file), workflow());
  expect(exitCode).toBe(code);
  expect(gitHub.comments[0]?.body).toMatch(words);
});

test("a preview that printed nothing is told too, and fails the job", async () => {
  const { exitCode } = await run(["--stack", "production", "--comment"], "", workflow());
  expect(exitCode).toBe(exitCodes.failed.code);
  expect(gitHub.comments[0]?.body).toContain("did not come to its end");
});

test("withdraws what was said of stacks that are not changed any more, and says nothing new", async () => {
  gitHub.comments.push({ id: 1, body: "<!-- tovplay-preview: staging -->\nold", user: { type: "Bot" } });
  const { stderr } = await run(["--withdraw", "staging,production"], "", workflow());
  expect(stderr).toBe("comment of staging: updated\ncomment of production: unchanged");
  expect(gitHub.comments.map(({ body }) => body)).toEqual([
    expect.stringContaining("`staging`: not changed any more"),
  ]);
});

test("tells drift, with the containers that no stack knows", async () => {
  const changes = [
    { op: "update", name: "production/nginx-file", kind: "File", properties: ["observed"] },
    { op: "create", name: "production/tovplay-pgbouncer-container", kind: "Container", properties: [] },
  ];
  const drift = { stack: "production", changes, unknownContainers: [{ host: "production", name: "miner" }] };
  const { stdout } = await run(["--job-summary"], JSON.stringify(drift), workflow());
  expect(stdout).toMatch(/^Drift of production: 2 changed by hand, 1 container that no stack knows/);
  expect(stdout).toMatch(/File +production\/nginx-file +differs$/m);
  expect(stdout).toMatch(/Container +production\/tovplay-pgbouncer-container +is gone$/m);
  expect(written("summary.md")).toContain("`miner`");
});

test.each([
  [["--comment"], {}, /--comment works in a GitHub workflow only/],
  [["--comment"], { GITHUB_REPOSITORY: "octo/repo" }, /--comment needs a run for a pull request/],
  [["--job-summary"], {}, /--job-summary works in a GitHub workflow only/],
  [["--from", "/nowhere"], {}, /\/nowhere cannot be read/],
  [["--stack", "other"], {}, /about the stack local, not other/],
  [["--format", "html"], {}, /Allowed choices are text, markdown, json/],
  [["--withdraw", "nowhere"], { GITHUB_REPOSITORY: "octo/repo" }, /there is no host stack 'nowhere'/],
])("%j is a usage error, said in a sentence", async (args, env, words) => {
  const { exitCode, stderr } = await run(args, recorded("unchanged.json"), env);
  expect(exitCode).toBe(exitCodes.usage.code);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("a comment that GitHub keeps refusing fails the job, which still has it in its summary", async () => {
  gitHub.refuse = (request) => (request.startsWith("POST") ? { status: 422 } : undefined);
  const { exitCode, stderr } = await run(["--comment"], recorded("release.jsonl"), workflow());
  expect(exitCode).toBe(exitCodes.failed.code);
  expect(stderr).toMatch(
    /the comment of local could not be written \(GitHub answered 422 .*run the job again/,
  );
  expect(written("summary.md")).toContain("### Preview of `local`");
});
