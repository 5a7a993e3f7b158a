import { expect, test } from "vitest";
import { z } from "zod";
import { backupOutput, serverOutput } from "../../cli/database/cluster.ts";
import { backupStack, databaseStack } from "./host-stack.ts";
import { localStack } from "./local-stack.ts";

const clusters = (shape: z.ZodType) => z.object({ clusters: z.record(z.string(), shape) });

test("the launcher can read from each stack's outputs where a cluster's containers are", async () => {
  const [local, database, backup] = await Promise.all([localStack(), databaseStack(), backupStack()]);
  expect(clusters(z.intersection(serverOutput, backupOutput)).safeParse(local.outputs).error).toBeUndefined();
  expect(clusters(serverOutput).safeParse(database.outputs).error).toBeUndefined();
  expect(clusters(backupOutput).safeParse(backup.outputs).error).toBeUndefined();
});
