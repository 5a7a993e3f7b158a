import { expect, test } from "vitest";
import { plain } from "./cell.ts";
import { effectOf } from "./effect.ts";
import { type StepLike, stepOf } from "./testing/plan-of.ts";

const container = "docker:index/container:Container";
const volume = { mounts: [{ type: "volume", source: "tovplay-data", target: "/data" }] };

function effect(like: StepLike) {
  const found = effectOf(stepOf(like));
  return found && { ...found, words: plain(found.words) };
}

test("a container that is made again is down until its successor is healthy, at most as long as its own settings allow", () => {
  const before = { image: "a", destroyGraceSeconds: 30, waitTimeout: 60 };
  const like = { type: container, name: "tovplay-backend", before, after: { ...before, waitTimeout: 90 } };
  expect(effect({ ...like, op: "replace" })).toEqual({
    kind: "downtime",
    words: "stopped, until its successor is healthy",
    atMost: 120,
    stateful: false,
  });
});

test.each([
  ["database", "PostgreSQL restarts", true],
  ["connections", "the pooler restarts", true],
  ["data", "stopped", true],
  [undefined, "stopped", false],
])("the replacement of a container that holds %s is shown as: %s", (held, words, stateful) => {
  const labels = held ? [{ label: "org.tovplay.stateful", value: held }] : [];
  const found = effect({
    type: container,
    op: "replace",
    before: { image: "a", labels },
    after: { image: "b", labels },
  });
  expect(found).toMatchObject({ kind: "downtime", words: expect.stringContaining(words), stateful });
});

test("the data of a container with a volume stays where it is", () => {
  const found = effect({
    type: container,
    name: "tovplay-loki",
    op: "replace",
    before: volume,
    after: volume,
  });
  expect(found?.words).toContain("data stays in tovplay-data");
});

test.each([
  [["memory", "memorySwap"], undefined],
  [["restart"], undefined],
  [["waitTimeout"], undefined],
  [["mounts[0].source"], "Docker cannot change mounts of a running container: it keeps what it has"],
  [["memory", "labels[1].value"], "Docker cannot change labels of a running container: it keeps what it has"],
])("a container is changed in %j while it runs", (paths, words) => {
  const found = effect({ type: container, before: {}, after: {}, op: "update", paths });
  expect(found?.words).toBe(words);
  if (words) expect(found?.kind).toBe("ineffective");
});

test.each<[string, string, string | undefined]>([
  ["docker:index/volume:Volume", "delete", "data"],
  ["docker:index/volume:Volume", "replace", "data"],
  ["docker:index/volume:Volume", "create", undefined],
  ["docker:index/volume:Volume", "update", undefined],
  ["postgresql:index/database:Database", "delete", "data"],
  ["postgresql:index/database:Database", "replace", "data"],
  ["aws:s3/bucket:Bucket", "delete", "data"],
  ["cloudflare:index/zone:Zone", "delete", "data"],
  ["cloudflare:index/dnsRecord:DnsRecord", "delete", "downtime"],
  ["docker:index/network:Network", "replace", "downtime"],
  [container, "delete", "downtime"],
  [container, "create", undefined],
  ["tovplay-host:index:Release", "update", "live"],
  ["tovplay-host:index:Release", "replace", "downtime"],
  ["tovplay-host:index:Release", "delete", "downtime"],
  ["tovplay-host:index:Site", "update", "live"],
  ["tovplay-host:index:Site", "delete", "downtime"],
  ["tovplay-host:index:Pages", "update", "live"],
  ["tovplay-host:index:Firewall", "update", "live"],
  ["tovplay-host:index:File", "replace", undefined],
  ["tovplay-host:index:Command", "update", undefined],
  ["command:local:Command", "replace", undefined],
  ["random:index/randomPassword:RandomPassword", "replace", "replacement"],
  ["postgresql:index/grant:Grant", "replace", "replacement"],
  ["never:heard:Of", "update", undefined],
  ["constructor", "replace", "replacement"],
])("%s, %s: %s", (type, op, kind) => {
  const before = op === "create" ? undefined : { a: 1 };
  const after = op === "delete" ? undefined : { a: 2 };
  const states = { ...(before && { before }), ...(after && { after }) };
  expect(effect({ type, op, ...states })?.kind).toBe(kind);
});

test("data that leaves the stack and stays where it is, is not lost", () => {
  const found = effect({ type: "docker:index/volume:Volume", before: { name: "x" }, retained: true });
  expect(found).toMatchObject({ kind: "replacement", words: "leaves the stack; it stays where it is" });
});
