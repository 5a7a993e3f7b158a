import { afterAll, beforeAll, expect, test } from "vitest";
import { type BackupStack, makeBackupStack } from "./backup-stack.ts";
import { until } from "./until.ts";

let stack: BackupStack;

beforeAll(async () => {
  stack = await makeBackupStack();
  await stack.startService();
});

afterAll(() => stack?.remove());

test("it begins with a full backup, restores it, and writes both down", async () => {
  await until("the first verification is written down", async () => {
    const rows = await stack.sql(`SELECT kind, success FROM "BackupLog" ORDER BY started_at`);
    expect(rows.split("\n")).toEqual(["check|t", "full|t", "verify|t", "expire|t"]);
  });
});
