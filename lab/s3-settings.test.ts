import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ensureS3Settings, settingsIn, writersPolicy } from "./s3-settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-s3-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("S3 keys are created once, are distinct and private", () => {
  const first = ensureS3Settings(folder, 443);
  expect(ensureS3Settings(folder, 443)).toEqual(first);
  expect(settingsIn(folder)).toEqual(first);
  expect(first.root.secret).not.toBe(first.writer.secret);
  expect(statSync(join(folder, "settings.json")).mode & 0o777).toBe(0o600);
});

test("lost or damaged settings are replaced with a new login", () => {
  const { writer } = ensureS3Settings(folder, 443);
  writeFileSync(join(folder, "settings.json"), "{");
  expect(settingsIn(folder)).toBeUndefined();
  expect(ensureS3Settings(folder, 443).writer.keyId).not.toBe(writer.keyId);
});

test("the writer may hide only backup files and cannot delete versions", () => {
  const { Statement } = writersPolicy("writer", "backups");
  expect(Statement.every(({ Principal }) => Principal.AWS.join() === "writer")).toBe(true);
  expect(Statement.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObjectVersion");
  expect(Statement.filter(({ Action }) => Action.includes("s3:DeleteObject"))).toMatchObject([
    { Resource: "arn:aws:s3:::backups/pgbackrest/backup/*" },
  ]);
});
