import { expect, test } from "vitest";
import { Failure } from "../../terminal/exit.ts";
import { recorded } from "../testing/recorded.ts";
import { readPlan } from "./plan.ts";

const brief = (text: string) =>
  readPlan(text)
    .steps.map(({ op, type, name }) => `${op} ${type.split(":").at(-1)} ${name}`)
    .sort();

test("the engine's events and its document tell the same steps", () => {
  const steps = brief(recorded("settings.jsonl"));
  expect(steps).toEqual([
    "create Volume tovplay-loki-new-data-volume",
    "delete Volume tovplay-loki-data-volume",
    "replace Command tovplay-nginx-/etc/nginx/nginx.conf-file",
    "replace Command tovplay-pgbouncer-/etc/pgbouncer/pgbouncer.ini-file",
    "replace Container tovplay-backend-container",
    "update Container tovplay-loki-container",
    "update Container tovplay-nginx-container",
    "update Container tovplay-pgbouncer-container",
  ]);
  expect(brief(recorded("settings.json"))).toEqual(steps);
});

test("both tell what differs and why it is made again", () => {
  for (const file of ["settings.jsonl", "settings.json"]) {
    const backend = readPlan(recorded(file)).steps.find(({ name }) => name === "tovplay-backend-container");
    expect(backend?.paths).toEqual(["envs[8]", "memory", "memorySwap"]);
    expect(backend?.reasons).toEqual(["envs"]);
  }
});

test.each([
  ["settings.jsonl", { ending: "succeeded", stack: "local", unchanged: 126, judged: false }],
  ["settings.json", { ending: "succeeded", stack: "local", unchanged: 126, judged: undefined }],
  ["unchanged.json", { ending: "succeeded", stack: "local", steps: [] }],
  ["release.jsonl", { ending: "succeeded", judged: true, judgements: [] }],
  ["refused.jsonl", { ending: "failed", judged: true }],
  ["failed.jsonl", { ending: "failed" }],
  ["database.jsonl", { stack: "lab-database", ending: "succeeded" }],
])("%s ended as it did", (file, expected) => {
  expect(readPlan(recorded(file))).toMatchObject(expected);
});

test("a refusal names the policy, the resource and the fix", () => {
  expect(readPlan(recorded("refused.jsonl")).judgements).toEqual([
    {
      policy: "not-privileged",
      mandatory: true,
      resource: "tovplay-nginx-container",
      message: expect.stringContaining("Leave privileged unset"),
    },
  ]);
});

test("an error names what it is about", () => {
  const { errors } = readPlan(recorded("failed.jsonl"));
  expect(errors).toContainEqual(
    expect.stringMatching(/^tovplay-alertmanager-container: .*Invalid or unknown key/),
  );
});

test("events that stop in the middle are no whole plan", () => {
  const text = recorded("settings.jsonl");
  const cut = readPlan(text.slice(0, text.indexOf('"summaryEvent"') - 60));
  expect(cut).toMatchObject({ ending: "unfinished", stack: "local" });
  expect(cut.steps.length).toBeGreaterThan(0);
});

test("lines that are no events are passed over", () => {
  const noise = 'Previewing…\n{"broken\n[]\nnull\n{"unknownEvent":{}}\n';
  expect(readPlan(noise + recorded("release.jsonl"))).toEqual(readPlan(recorded("release.jsonl")));
});

test("a preview that printed nothing is one that did not end", () => {
  expect(readPlan("", "production")).toMatchObject({ stack: "production", ending: "unfinished", steps: [] });
});

test.each([
  ["", undefined, /there is nothing of the engine/],
  ["{}", undefined, /there is nothing of the engine/],
  ['{"steps": 5}', undefined, /there is nothing of the engine/],
  [recorded("unchanged.json"), "production", /about the stack local, not production/],
])("%# is refused in a sentence", (text, stack, words) => {
  expect(() => readPlan(text, stack)).toThrow(words);
  expect(() => readPlan(text, stack)).toThrow(Failure);
});

test("the hosts' providers are known", () => {
  const { providers } = readPlan(recorded("database.jsonl"));
  expect([...providers.values()]).toContainEqual(
    expect.objectContaining({ host: "ssh://deploy@198.18.0.13:22" }),
  );
});
