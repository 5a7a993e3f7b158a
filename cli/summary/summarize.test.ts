import { expect, test } from "vitest";
import { bounded } from "./bounded.ts";
import { json } from "./json.ts";
import { markdown } from "./markdown.ts";
import { plainText } from "./plain-text.ts";
import type { Plan } from "./plan.ts";
import { readPlan } from "./read/plan.ts";
import { summarize } from "./summarize.ts";
import { planOf, type StepLike } from "./testing/plan-of.ts";
import { recorded } from "./testing/recorded.ts";

const container = "docker:index/container:Container";
const host = "tovplay-host:index";
const connection = { host: "203.0.113.11", port: 22, user: "admin", hostKey: "ssh-ed25519 AAAA" };
const image = (letter: string) => `sha256:${letter.repeat(64)}`;

/** The report as data. */
function told(plan: Plan) {
  return JSON.parse(json(summarize(plan)));
}

test.each([
  "settings.jsonl",
  "release.jsonl",
  "refused.jsonl",
  "failed.jsonl",
  "database.jsonl",
  "production.jsonl",
  "production.jsonl",
])("%s is told as a comment", async (file) => {
  const text = markdown(summarize(readPlan(recorded(file))));
  await expect(text).toMatchFileSnapshot(`./testing/recorded/${file.replace(".jsonl", ".md")}`);
});

test("what stops comes first, with its data before the rest, then what is deleted", () => {
  const replaced = (name: string, mounts: object[] = []): StepLike => ({
    type: container,
    op: "replace",
    name,
    before: { image: image("a"), mounts },
    after: { image: image("b"), mounts, labels: mounts.map(() => holdsData) },
    reasons: ["image"],
  });
  const holdsData = { label: "org.tovplay.stateful", value: "database" };
  const data = [{ type: "volume", source: "tovplay-data", target: "/data" }];
  const steps: StepLike[] = [
    { type: "docker:index/volume:Volume", name: "old-data", before: { name: "old-data" } },
    replaced("tovplay-nginx"),
    { type: "postgresql:index/grant:Grant", op: "replace", name: "grant", before: { a: 1 }, after: { a: 2 } },
    replaced("tovplay-postgres", data),
  ];
  const { sections, headline } = summarize(planOf(steps));
  expect(sections.map(({ id }) => id).slice(0, 4)).toEqual(["stateful", "downtime", "data", "images"]);
  expect(told(planOf(steps)).downtime.map((row: { what: string }) => row.what)).toEqual([
    "tovplay-nginx",
    "grant",
  ]);
  expect(headline.length).toBeGreaterThan(0);
  expect(told(planOf(steps)).headline).toBe(
    "4 changes, downtime of tovplay-nginx, tovplay-postgres, DATA IS DELETED: old-data",
  );
});

test("a release is told as one without downtime, with its image, its settings and its host", () => {
  const settings = (letter: string, limit: string) => ({
    connection,
    apply: "#!/bin/sh",
    environment: { SERVICE: "tovplay-backend", IMAGE: image(letter), RELEASE: letter.repeat(16) },
    spec: { image: image(letter), environment: { RATE_LIMIT: limit } },
    stdin: "[secret]",
  });
  const step = { type: `${host}:Release`, name: "production/tovplay-backend-release" };
  const report = told(planOf([{ ...step, before: settings("a", "50"), after: settings("b", "60") }]));
  expect(report).toMatchObject({
    headline: "1 change, no downtime",
    live: [
      { what: "tovplay-backend", host: "203.0.113.11", "what happens": expect.stringContaining("beside") },
    ],
    images: [{ what: "tovplay-backend", before: "sha256:aaaaaaaaaaaa", after: "sha256:bbbbbbbbbbbb" }],
    configuration: [
      { where: "tovplay-backend on 203.0.113.11", setting: "RATE_LIMIT", before: "50", after: "60" },
    ],
  });
});

test("a file is told by its path and hashes, never by its content", () => {
  const file = (hash: string, stdin: string) => ({
    connection,
    environment: { TARGET: `/srv/tovplay/files/nginx.conf.${hash}`, MODE: "0400" },
    stdin,
  });
  const steps = [
    {
      type: `${host}:File`,
      op: "replace",
      before: file("a".repeat(16), "old words"),
      after: file("b".repeat(16), "new words"),
    },
    { type: `${host}:File`, before: file("c".repeat(16), "old words") },
    {
      type: `${host}:File`,
      before: file("d".repeat(16), "x"),
      after: file("d".repeat(16), "x"),
      op: "update",
      paths: ["observed"],
    },
  ];
  const text = plainText(summarize(planOf(steps)));
  expect(told(planOf(steps)).configuration).toEqual([
    {
      where: "/srv/tovplay/files/nginx.conf on 203.0.113.11",
      setting: "file",
      before: "a".repeat(16),
      after: "b".repeat(16),
    },
    {
      where: "/srv/tovplay/files/nginx.conf on 203.0.113.11",
      setting: "file",
      before: "c".repeat(16),
      after: "removed",
    },
    {
      where: "/srv/tovplay/files/nginx.conf on 203.0.113.11",
      setting: "file, changed by hand",
      before: "d".repeat(16),
      after: "d".repeat(16),
    },
  ]);
  expect(text).not.toContain("words");
});

test("migrations are told with their database and image, and not among the settings", () => {
  const run = (of: string) => ({
    environment: {
      IMAGE: of,
      DATABASE_NAME: "TovPlay",
      DATABASE_HOST: "tovplay-postgres",
      DATABASE_USER: "tovplay_migrator",
    },
  });
  const step = { type: `${host}:Command`, name: "production/tovplay-migrations-run" };
  const unknownImage = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  const report = told(planOf([{ ...step, before: run(image("a")), after: run(unknownImage) }]));
  expect(report.migrations).toEqual([
    {
      step: "production/tovplay-migrations-run",
      database: "TovPlay",
      server: "tovplay-postgres",
      role: "tovplay_migrator",
      image: "sha256:aaaaaaaaaaaa → known at deployment",
    },
  ]);
  expect(report.configuration).toBeUndefined();
  expect(report.images).toBeUndefined();
});

test.each<[string, Partial<Plan>, string, string]>([
  ["nothing", {}, "unchanged", "nothing to change"],
  [
    "a refusal",
    { ending: "failed", judgements: [{ policy: "p", mandatory: true, resource: "r", message: "m" }] },
    "refused",
    "refused by 1 policy",
  ],
  [
    "advice",
    { judgements: [{ policy: "p", mandatory: false, resource: "r", message: "m" }] },
    "unchanged",
    "nothing to change",
  ],
  ["a failure", { ending: "failed", errors: ["boom", "preview failed"] }, "failed", "the preview failed"],
  [
    "half a plan",
    { ending: "unfinished" },
    "unfinished",
    "what should have told did not come to its end, its log says why",
  ],
])("%s is the verdict", (_, more, verdict, headline) => {
  expect(told(planOf([], more))).toMatchObject({ verdict, headline });
});

test("whether policies were asked is said, unless they refuse", () => {
  const counts = (more: Partial<Plan>) => summarize(planOf([], more)).counts;
  expect(counts({ judged: true })).toBe("100 unchanged, policies agree");
  expect(counts({ judged: false })).toBe("100 unchanged, NO POLICY WAS ASKED");
  expect(counts({ judged: undefined })).toBe("100 unchanged");
});

test("an update of which the engine cannot tell what changes is counted apart", () => {
  const steps = [
    {
      type: "postgresql:index/grant:Grant",
      name: "g",
      op: "update",
      before: { role: "a" },
      after: { role: "b" },
      paths: [],
    },
  ];
  expect(told(planOf(steps))).toMatchObject({
    totals: { update: 0, uncertain: 1 },
    uncertain: [{ resource: "g" }],
  });
  expect(summarize(planOf(steps)).counts).toBe(
    "1 not certain before deployment, 100 unchanged, policies agree",
  );
  // Afterwards it has been done.
  expect(told(planOf(steps, { preview: false }))).toMatchObject({
    about: "deployment",
    totals: { update: 1 },
  });
});

test("no secret of a plan is in any format, wherever it stands", () => {
  const secret = "correct-horse";
  const holds = (value: string) => ({
    environment: { APP_PASSWORD: value, TARGET: "/srv/x" },
    stdin: value,
    apply: value,
    spec: { nested: [{ apiToken: value }] },
    command: ["serve", "--token", value],
    envs: [`SESSION_SECRET=${value}`, `URL=https://user:${value}@example.org`],
    password: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: value },
  });
  const types = [container, `${host}:File`, `${host}:Release`, `${host}:Command`, "any:other:Type"];
  const steps = types.flatMap((type) => [
    {
      type,
      op: "update",
      before: holds(`${secret}-1`),
      after: holds(`${secret}-2`),
      paths: Object.keys(holds("")),
    },
    { type, before: holds(secret) },
    { type, after: holds(secret) },
  ]);
  const said = `login failed: password=${secret}`;
  const judgements = [{ policy: "p", mandatory: true, resource: "r", message: said }];
  const report = summarize(planOf(steps, { judgements, errors: [said], ending: "failed" }));
  for (const render of [markdown, plainText, json]) {
    const text = bounded(report, render);
    expect(text).toContain("password");
    expect(text).not.toContain(secret);
  }
});
