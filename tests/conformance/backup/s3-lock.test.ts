import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writerPolicy } from "../../../infra/backup/bucket-policy.ts";
import { findS3Program } from "../../../lab/s3-program.ts";
import { writersPolicy } from "../../../lab/s3-settings.ts";
import { type Answer, type ObjectStore, startObjectStore } from "./object-store.ts";

const program = findS3Program();

const key = "/pgbackrest/backup/tovplay/20261121-114000F/bundle/1";
const wal = "/pgbackrest/archive/tovplay/17-1/0000000100000000/000000010000000000000006";
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

const retention = (mode: string, until: string) =>
  `<Retention><Mode>${mode}</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`;
const bypass = { "x-amz-bypass-governance-retention": "true" };
const unlocked =
  "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
const suspended = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
const openPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::tovplay-backups/*" },
  ],
});

/** What a thief of the writer's key might try on an object's first version. */
const attacks: [what: string, send: (store: ObjectStore, version: string) => Promise<Answer>][] = [
  ["delete a version", ({ writer }, version) => writer("DELETE", `${key}?versionId=${version}`)],
  [
    "delete a version past its lock",
    ({ writer }, version) => writer("DELETE", `${key}?versionId=${version}`, undefined, bypass),
  ],
  [
    "delete a version among others",
    ({ writer }, version) =>
      writer(
        "POST",
        "?delete",
        `<Delete><Object><Key>${key.slice(1)}</Key><VersionId>${version}</VersionId></Object></Delete>`,
      ),
  ],
  [
    "shorten a lock",
    ({ writer }, version) =>
      writer("PUT", `${key}?retention&versionId=${version}`, retention("COMPLIANCE", tomorrow)),
  ],
  [
    "soften a lock",
    ({ writer }, version) =>
      writer("PUT", `${key}?retention&versionId=${version}`, retention("GOVERNANCE", tomorrow), bypass),
  ],
  [
    "write with a weaker lock",
    ({ writer }) =>
      writer("PUT", key, "x", {
        "x-amz-object-lock-mode": "GOVERNANCE",
        "x-amz-object-lock-retain-until-date": tomorrow,
      }),
  ],
  ["hide the log", ({ writer }) => writer("DELETE", wal)],
  ["suspend versions", ({ writer }) => writer("PUT", "?versioning", suspended)],
  ["drop the bucket's rule", ({ writer }) => writer("PUT", "?object-lock", unlocked)],
  ["open the bucket", ({ writer }) => writer("PUT", "?policy", openPolicy)],
  ["drop the bucket's policy", ({ writer }) => writer("DELETE", "?policy")],
  ["change who owns it", ({ writer }) => writer("PUT", "?acl", undefined, { "x-amz-acl": "public-read" })],
  ["delete the bucket", ({ writer }) => writer("DELETE", "")],
  ["read without a key", ({ nobody }) => nobody("GET", key)],
];

test("the lab's writer has the same rights as the real one", () => {
  const real = JSON.parse(writerPolicy("backups")).Statement;
  const lab = writersPolicy("writer", "backups").Statement.map(({ Principal: _, ...statement }) => statement);
  expect(lab).toEqual(real);
});

// The stand-in is compiled by './tovrun lab up', which takes Go and its modules.
describe.skipIf(!program)("a stolen writer's key", () => {
  let store: ObjectStore;
  let first: string;
  beforeAll(async () => {
    store = await startObjectStore(program ?? "");
    await store.writer("PUT", wal, "log");
    first = (await store.writer("PUT", key, "one")).version;
  });
  afterAll(() => store?.stop());

  test("cannot overwrite a version", async () => {
    const { status, version } = await store.writer("PUT", key, "two");
    expect([status, version === first]).toEqual([200, false]);
    expect((await store.root("GET", `${key}?versionId=${first}`)).text).toBe("one");
  });

  test("can only hide a backup behind a delete marker", async () => {
    expect((await store.writer("DELETE", key)).status).toBe(204);
    expect((await store.writer("GET", key)).status).toBe(404);
    expect((await store.root("GET", `${key}?versionId=${first}`)).text).toBe("one");
  });

  test.each(attacks)("cannot %s", async (_what, send) => {
    const { code, status } = await send(store, first);
    expect(code).toBe("AccessDenied");
    expect([200, 403]).toContain(status);
  });

  test("leaves each version unchanged, and locked for the bucket's retention", async () => {
    expect((await store.root("GET", `${key}?versionId=${first}`)).text).toBe("one");
    expect((await store.root("GET", wal)).text).toBe("log");
    const { text } = await store.root("GET", `${key}?retention&versionId=${first}`);
    expect(text).toContain("<Mode>COMPLIANCE</Mode>");
    const until = Date.parse(/<RetainUntilDate>([^<]+)/.exec(text)?.[1] ?? "");
    expect(Math.round((until - Date.now()) / 86_400_000)).toBe(35);
  });

  test("is no worse than the owner's, which cannot delete a locked version even without the bucket's rule", async () => {
    expect((await store.root("PUT", "?object-lock", unlocked)).status).toBe(200);
    expect((await store.root("DELETE", `${key}?versionId=${first}`)).code).toBe("AccessDenied");
    expect((await store.root("PUT", "?versioning", suspended)).code).toBe("InvalidBucketState");
  });

  test("cannot keep an object hidden once the owner deletes the marker", async () => {
    const { text } = await store.root("GET", "?versions");
    const marker = /<DeleteMarker>.*?<VersionId>([^<]+)/s.exec(text)?.[1];
    expect((await store.root("DELETE", `${key}?versionId=${marker}`)).status).toBe(204);
    expect((await store.writer("GET", key)).text).toBe("two");
  });
});

describe.skipIf(!program)("the stand-in for S3", () => {
  let store: ObjectStore;
  beforeAll(async () => {
    store = await startObjectStore(program ?? "");
  });
  afterAll(() => store?.stop());

  test("refuses every read and write while its fault is 'errors'", async () => {
    await store.fault("errors");
    expect(await store.writer("PUT", key, "x")).toMatchObject({ status: 503, code: "SlowDown" });
    expect((await store.writer("GET", "?list-type=2")).status).toBe(503);
    await store.fault();
    expect((await store.writer("GET", key)).code).toBe("NoSuchKey");
  });

  test("limits the rate, but loses nothing, while its fault is 'slow'", async () => {
    await store.fault("slow");
    const began = performance.now();
    const content = "x".repeat(512 * 1024);
    expect((await store.writer("PUT", key, content)).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(3500);
    await store.fault();
    expect((await store.writer("GET", key)).text).toBe(content);
  });
});
