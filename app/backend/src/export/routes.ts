import { z } from "zod";
import { findAccountById } from "../accounts/queries.ts";
import { query } from "../api/query.ts";
import type { Database } from "../database/database.ts";
import type { Vault } from "../privacy/vault.ts";
import { type Part, partRows, parts } from "./parts.ts";

const exportAnswer = z.object({
  exportedAt: z.iso.datetime(),
  account: z.object({
    id: z.uuid(),
    username: z.string(),
    email: z.string(),
    emailVerifiedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    role: z.string(),
  }),
  parts: z
    .record(z.string(), z.array(z.record(z.string(), z.unknown())))
    .describe("Everything else, by what it is about"),
});

/** Everything about oneself in one file. */
const exportAccount = query({
  name: "exportAccount",
  url: "/api/account/export",
  tag: "Accounts",
  summary: "Get everything about oneself in one file",
  access: "member",
  answer: exportAnswer,
  limit: { by: "account", most: 5, seconds: 3_600 },
  handle: async ({ account, reply, context: { database, vault } }) => {
    reply.header("content-disposition", 'attachment; filename="tovplay-my-data.json"');
    const found = await findAccountById(database, account.id).executeTakeFirstOrThrow();
    const filled: [string, Record<string, unknown>[]][] = [];
    for (const part of parts) filled.push([part.name, await rowsOf(part, account.id, { database, vault })]);
    return {
      exportedAt: new Date().toISOString(),
      account: {
        ...{ id: found.id, username: found.username, email: found.email, role: found.role },
        emailVerifiedAt: found.emailVerifiedAt?.toISOString() ?? null,
        createdAt: found.createdAt.toISOString(),
      },
      parts: Object.fromEntries(filled),
    };
  },
});

/** The data of an account. */
export const routes = [exportAccount];

async function rowsOf(
  part: Part,
  userId: string,
  { database, vault }: { database: Database; vault: Vault },
): Promise<Record<string, unknown>[]> {
  const { rows } = await partRows(part, userId).execute(database);
  for (const row of rows)
    for (const [column, purpose] of Object.entries(part.sealed ?? {})) {
      const value = row[column];
      delete row[column];
      row[column.replace(/_sealed$/, "")] = Buffer.isBuffer(value)
        ? readable(await vault.open(database, userId, purpose, value))
        : null;
    }
  return rows;
}

/** Sealed values are texts, some of them JSON. */
function readable(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return text;
  }
}
