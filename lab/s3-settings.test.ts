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

test("keys are made once, each of its own, and nobody else reads them", () => {
  const first = ensureS3Settings(folder, 443);
  expect(ensureS3Settings(folder, 443)).toEqual(first);
  expect(settingsIn(folder)).toEqual(first);
  expect(first.root.secret).not.toBe(first.writer.secret);
  expect(statSync(join(folder, "settings.json")).mode & 0o777).toBe(0o600);
});

test("forgotten or broken settings make another login", () => {
  const { writer } = ensureS3Settings(folder, 443);
  writeFileSync(join(folder, "settings.json"), "{");
  expect(settingsIn(folder)).toBeUndefined();
  expect(ensureS3Settings(folder, 443).writer.keyId).not.toBe(writer.keyId);
});

test("the writer hides nothing but what belongs to a backup, and deletes no version", () => {
  const { Statement } = writersPolicy("writer", "backups");
  expect(Statement.every(({ Principal }) => Principal.AWS.join() === "writer")).toBe(true);
  expect(Statement.flatMap(({ Action }) => Action)).not.toContain("s3:DeleteObjectVersion");
  expect(Statement.filter(({ Action }) => Action.includes("s3:DeleteObject"))).toMatchObject([
    { Resource: "arn:aws:s3:::backups/pgbackrest/backup/*" },
  ]);
});
