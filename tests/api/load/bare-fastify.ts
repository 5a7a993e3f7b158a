import { readFileSync } from "node:fs";
import { fastify } from "fastify";
import pg from "pg";
import type { Case } from "./case.ts";

/** A Fastify without anything else. Arguments: port, database as JSON, file of cases. */
const [port, database = "", file = ""] = process.argv.slice(2);
const cases: Case[] = JSON.parse(readFileSync(file, "utf8"));
const pool = new pg.Pool({ ...JSON.parse(database), max: 10 });
const app = fastify();
for (const { path, statements } of cases) {
  app.get(path.split("?")[0] ?? path, async () => {
    let rows: unknown[] = [];
    for (const { sql, parameters } of statements) rows = (await pool.query(sql, [...parameters])).rows;
    return { items: rows };
  });
}
await app.listen({ host: "127.0.0.1", port: Number(port) });
